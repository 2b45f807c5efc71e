/** Numbers as a reader meets them: 1,234,567 · 12.3 M/s · 258 MiB · 1 min 5 s. */

export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 state`, `2 states`, `3 properties`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Three digits or so, for figures that change or that differ from run to run. */
export function rough(value: number): string {
  if (value >= 1e9) return `${digits(value / 1e9)} G`;
  if (value >= 1e6) return `${digits(value / 1e6)} M`;
  return value >= 1e4 ? `${digits(value / 1e3)} k` : count(value);
}

export function bytes(value: number): string {
  if (value >= 2 ** 30) return `${digits(value / 2 ** 30)} GiB`;
  if (value >= 2 ** 20) return `${digits(value / 2 ** 20)} MiB`;
  return value >= 2 ** 10 ? `${digits(value / 2 ** 10)} KiB` : `${digits(value)} bytes`;
}

export function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
  const whole = Math.round(value);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${rest} s`;
}

function digits(value: number): string {
  return value < 9.995 ? String(Number(value.toFixed(2))) : value < 99.95 ? String(Number(value.toFixed(1))) : count(value);
}
