/** A line of a trace: who was traced where, which event, and what it says. */
export interface TraceLine {
  readonly event: string;
  readonly text: string;
  /** The thread and the CPU, where the line tells them; names, because their numbers are not those of the model. */
  readonly from: { readonly vcpu?: string; readonly pcpu?: string };
}

/**
 * Null when the text is no such line. All of these are:
 *
 *     229.340171: kvm_exit: TRAP: …                                  as in a mail
 *     CPU 0/KVM-2101    [001] d..1.   229.340171: kvm_exit: TRAP: …  ftrace; trace-cmd without the flags
 *     CPU 0/KVM  2101 [001]   229.340171: kvm:kvm_exit: TRAP: …      perf script
 */
export function traceLine(text: string): TraceLine | null {
  const found = /^(?:\s*(.+?)(?:-|\s+)(\d+)\s+(?:\([^)]*\)\s+)?\[(\d+)\]\s+(?:[^\s:]+\s+)?)?\s*\d+\.\d+:\s+(?:\w+:)?(\w+):\s+(.*?)\s*$/.exec(text);
  if (found === null) return null;
  const [, thread, id, cpu, event = '', said = ''] = found;
  return { event, text: said, from: thread === undefined || id === undefined || cpu === undefined ? {} : { vcpu: vcpuOf(thread, id), pcpu: `CPU ${Number(cpu)}` } };
}

/** QEMU and kvmtool call a thread after its vCPU; any other is known by its number only. */
function vcpuOf(thread: string, id: string): string {
  const number = /^CPU (\d+)\/KVM$/.exec(thread)?.[1] ?? /^kvm-vcpu-(\d+)$/.exec(thread)?.[1];
  return number === undefined ? `thread ${id}` : `vCPU ${number}`;
}
