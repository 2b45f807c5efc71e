/**
 * Where the four levels of an affinity stand in the registers that carry it, bit by bit. The spec has only two levels with
 * few values; this file has all, for what can be said of the layouts by trying every value.
 */

/** An affinity with all its levels, 0 to 255 each. */
export interface FullAffinity {
  readonly aff3: number;
  readonly aff2: number;
  readonly aff1: number;
  readonly aff0: number;
}

interface Layout {
  pack(affinity: FullAffinity): bigint;
  unpack(register: bigint): FullAffinity;
}

/** The lowest bit of each level. */
function layout(aff3: bigint, aff2: bigint, aff1: bigint, aff0: bigint): Layout {
  const level = (register: bigint, shift: bigint) => Number((register >> shift) & 0xffn);
  return {
    pack: (from) => (BigInt(from.aff3) << aff3) | (BigInt(from.aff2) << aff2) | (BigInt(from.aff1) << aff1) | (BigInt(from.aff0) << aff0),
    unpack: (register) => ({ aff3: level(register, aff3), aff2: level(register, aff2), aff1: level(register, aff1), aff0: level(register, aff0) }),
  };
}

export const layouts = {
  /** MPIDR_EL1: Aff3 in bits 39 to 32, the other levels in bits 23 to 0. */
  mpidr: layout(32n, 16n, 8n, 0n),
  /** GICD_IROUTER, as MPIDR_EL1. */
  irouter: layout(32n, 16n, 8n, 0n),
  /** GICR_TYPER: all levels in bits 63 to 32. */
  typer: layout(56n, 48n, 40n, 32n),
  /** The address of a vCPU's registers in a device attribute (KVM_DEV_ARM_VGIC_V3_MPIDR): all levels in bits 63 to 32. */
  attribute: layout(56n, 48n, 40n, 32n),
  /** What the review asks for: all levels in the 32 bits that an interrupt has for them today. */
  compact: layout(24n, 16n, 8n, 0n),
} as const satisfies { readonly [register: string]: Layout };

/** The most vCPU ids that a VM on arm64 can have: KVM_MAX_VCPU_IDS. */
export const maxVcpuIds = 512;

/** reset_mpidr: the affinity that KVM gives to a vCPU by its id; with three levels as it is, with four as in the patch. */
export function resetAffinity(id: number, levels: 3 | 4): FullAffinity {
  return { aff0: id & 0x0f, aff1: (id >> 4) & 0xff, aff2: (id >> 12) & 0xff, aff3: levels === 4 ? (id >> 20) & 0xff : 0 };
}

/** A write of 32 bits to one word of a routing register: all of the register becomes the value, or only that word of it. */
export function writeWord(irouter: bigint, half: 'low' | 'high', value: bigint, way: 'replace-all' | 'read-modify-write'): bigint {
  const affinityBits = 0xff_00ff_ffffn;
  if (way === 'replace-all') return value & affinityBits;
  const [kept, shift] = half === 'low' ? [0xffff_ffff_0000_0000n, 0n] : [0xffff_ffffn, 32n];
  return ((irouter & kept) | (value << shift)) & affinityBits;
}
