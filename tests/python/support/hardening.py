"""How a process forbids itself to make code at run time, for test_hardened.py. Linux only."""

import struct

import cffi

EPERM = 1
PROT_READ, PROT_WRITE, PROT_EXEC = 1, 2, 4
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 22, 38, 65

ffi = cffi.FFI()
ffi.cdef("""
int prctl(int option, unsigned long, unsigned long, unsigned long, unsigned long);
void *mmap(void *address, size_t size, int protection, int flags, int fd, long offset);
int mprotect(void *address, size_t size, int protection);
int munmap(void *address, size_t size);

struct sock_filter { uint16_t code; uint8_t jt, jf; uint32_t k; };
struct sock_fprog { unsigned short len; struct sock_filter *filter; };
struct utsname { char sysname[65], nodename[65], release[65], version[65], machine[65], domainname[65]; };
int uname(struct utsname *);
""")
C = ffi.dlopen(None)


class NotHere(Exception):
    """This kernel cannot forbid it."""


def refuse_exec_gain():
    """No memory that is writable and executable, and none that becomes executable. Code from files may be mapped."""
    if C.prctl(PR_SET_MDWE, 1, 0, 0, 0) != 0:
        raise NotHere("PR_SET_MDWE")
    assert not can_map(PROT_READ | PROT_WRITE | PROT_EXEC) and not can_make_executable()


# AUDIT_ARCH_*, and the numbers of mmap, mprotect and pkey_mprotect.
MACHINES = {b"x86_64": (0xC000003E, (9, 10, 329)), b"aarch64": (0xC00000B7, (222, 226, 288))}


def refuse_new_code():
    """Nothing executable is mapped any more, not even from files: what a strict seccomp filter does."""
    name = ffi.new("struct utsname *")
    C.uname(name)
    machine = ffi.string(name.machine)
    if machine not in MACHINES or struct.calcsize("P") != 8:
        raise NotHere("a filter for %r" % machine)
    architecture, calls = MACHINES[machine]
    filter = ffi.new("struct sock_filter[]", program(architecture, calls))
    fprog = ffi.new("struct sock_fprog *", [len(filter), filter])
    address = int(ffi.cast("uintptr_t", fprog))
    if C.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or C.prctl(PR_SET_SECCOMP, 2, address, 0, 0) != 0:
        raise NotHere("PR_SET_SECCOMP")
    assert not can_map(PROT_READ | PROT_EXEC) and not can_make_executable()


def program(architecture, calls):
    """The filter in classic BPF, over struct seccomp_data: number, architecture, address, six arguments of 8 bytes."""
    load, equal, has_bits, give = 0x20, 0x15, 0x45, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | EPERM
    code = [(load, 0, 0, 4), (equal, 1, 0, architecture), (give, 0, 0, allow), (load, 0, 0, 0)]
    for position, number in enumerate(calls):
        rest = len(calls) - position - 1
        code.append((equal, rest + 1, 0, number))
    code += [(give, 0, 0, allow), (load, 0, 0, 16 + 2 * 8), (has_bits, 0, 1, PROT_EXEC), (give, 0, 0, refuse)]
    return code + [(give, 0, 0, allow)]


def can_map(protection):
    private, anonymous = 2, 0x20
    memory = C.mmap(ffi.NULL, 4096, protection, private | anonymous, -1, 0)
    if memory == ffi.cast("void *", -1):
        return False
    C.munmap(memory, 4096)
    return True


def can_make_executable():
    private, anonymous = 2, 0x20
    memory = C.mmap(ffi.NULL, 4096, PROT_READ | PROT_WRITE, private | anonymous, -1, 0)
    done = C.mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0
    C.munmap(memory, 4096)
    return done


LOCKS = {"refuse_exec_gain": refuse_exec_gain, "refuse_new_code": refuse_new_code}
