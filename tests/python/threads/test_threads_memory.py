"""Many threads at once on the same memory: cdata, owners, handles, buffers, allocators, weak references, errno."""

import gc
import sys
import weakref

import pytest

import cffi
from support.helpers import collect
from support.stress import FREE_THREADED, THREADS, rounds, run_all, together


@pytest.fixture
def sffi(ffi):
    ffi.cdef("struct s { int a[8]; struct s *next; long n[8]; };")
    return ffi


def test_fields_of_one_struct(sffi):
    p = sffi.new("struct s *")
    p.next = p

    def work(k):
        for i in range(rounds(2000)):
            p.a[k] += 1
            p.next.n[k] = i
            assert p[0].n[k] == i and sffi.addressof(p, "n", k)[0] == i

    together(work)
    assert list(p.a) == [rounds(2000)] * THREADS


def test_slices_iterators_and_copies(sffi):
    array = sffi.new("int[]", list(range(800)))
    iterator = iter(array)

    def work(k):
        mine = array[100 * k : 100 * k + 100]
        for _ in range(rounds(40)):
            mine[0:100] = list(mine)
            assert sum(mine) == sum(range(100 * k, 100 * k + 100))
            assert sffi.unpack(array + 100 * k, 3) == [100 * k, 100 * k + 1, 100 * k + 2]
            sffi.memmove(sffi.new("char[400]"), mine, 400)
        return sum(1 for _ in iterator)

    # A shared iterator may give an item twice; it ends for all.
    assert sum(together(work)) >= 800


def test_views_outlive_their_owner(sffi):
    for _ in range(rounds(40)):
        owner = [sffi.new("struct s *", {"a": [7] * 8})]
        views = [owner[0].a for _ in range(THREADS)]
        owner.clear()

        def work(k):
            view = views[k]
            views[k] = None
            return view[k]

        assert together(work) == [7] * THREADS


def test_destructors_run_once(sffi):
    for _ in range(rounds(60)):
        log = []
        shared = [sffi.gc(sffi.new("int *", 3), lambda p: log.append(p[0]))]

        def work(k):
            kept = shared[0]
            if k % 3 == 0:
                sffi.release(kept)
            del kept

        together(work)
        shared.clear()
        collect()
        assert log == [3]


def test_destructors_given_and_taken(sffi):
    """gc(p, None) in one thread, release() in another: the destructor runs, or it does not."""
    for _ in range(rounds(60)):
        log = []
        p = sffi.gc(sffi.new("int *"), log.append)

        def work(k):
            sffi.gc(p, None) if k % 2 else sffi.release(p)  # noqa: F821 - it is deleted when all is done

        together(work)
        del p
        collect()
        assert len(log) <= 1


def test_with_statements(sffi):
    def work(k):
        for i in range(rounds(100)):
            log = []
            with sffi.gc(sffi.new("int *", i), log.append) as p:
                assert p[0] == i
            assert len(log) == 1

    together(work)


def test_handles(sffi):
    shared = sffi.new_handle(sffi)

    def work(k):
        mine = []
        for i in range(rounds(300)):
            thing = [k, i]
            mine.append(sffi.new_handle(thing))
            assert sffi.from_handle(mine[-1]) is thing
            assert sffi.from_handle(sffi.cast("void *", shared)) is sffi
            if i % 3 == 0:
                mine.pop(0)
        return [int(sffi.cast("intptr_t", h)) for h in mine]

    addresses = sum(together(work), [])
    assert len(addresses) == len(set(addresses))


@pytest.mark.ours("a dead handle is told from others")
def test_handles_that_die(sffi):
    """from_handle() gives the object or says that it is gone."""
    for _ in range(rounds(60)):
        thing = [1]
        handles = [sffi.new_handle(thing)]
        pointer = sffi.cast("void *", handles[0])

        def work(k):
            if k == 0:
                handles.clear()
                return True
            try:
                return sffi.from_handle(pointer) is thing
            except SystemError:
                return True

        assert together(work) == [True] * THREADS


def test_weak_references(sffi):
    for _ in range(rounds(40)):
        owners = [sffi.new("int *", 5)]
        refs = weakref.WeakKeyDictionary({owners[0]: 1})
        ref = weakref.ref(owners[0])

        def work(k):
            if k == 0:
                owners.clear()
            mine = [ref() for _ in range(5)]
            return {p[0] for p in mine if p is not None} | {refs.get(p, 5) for p in mine if p is not None} <= {5, 1}

        assert together(work) == [True] * THREADS
        collect()
        assert ref() is None and len(refs) == 0


def test_init_once(sffi):
    for _ in range(rounds(60)):
        log = []
        tags = ["a", "b"]
        results = together(lambda k: sffi.init_once(lambda: log.append(tags[k % 2]) or object(), tags[k % 2]))
        assert sorted(log) == ["a", "b"] and len(set(map(id, results))) == 2
        sffi = cffi.FFI()


def test_init_once_that_fails(sffi):
    """All who waited try again, one after the other."""
    for _ in range(rounds(20)):
        ffi = cffi.FFI()
        attempts = []

        def start():
            attempts.append(1)
            if len(attempts) < THREADS:
                raise ZeroDivisionError
            return "done"

        def work(k):
            try:
                return ffi.init_once(start, "tag")
            except ZeroDivisionError:
                return None

        assert together(work).count("done") == 1 and len(attempts) == THREADS


def test_allocators(sffi):
    live = []
    blocks = []

    def allocate(size):
        block = sffi.new("char[]", size)
        blocks.append(block)
        live.append(1)
        return block

    new = sffi.new_allocator(allocate, lambda p: live.pop())

    def work(k):
        for i in range(rounds(100)):
            p = new("struct s *", {"a": [k]})
            q = new("int[]", [k, i])
            assert (p.a[0], q[0], q[1]) == (k, k, i)
            sffi.release(q)

    together(work)
    collect()
    assert live == []


def test_buffers(sffi):
    data = bytearray(800)
    whole = sffi.from_buffer("int[]", data)

    def work(k):
        for i in range(rounds(200)):
            mine = sffi.from_buffer("int[]", memoryview(data)[80 * k : 80 * k + 80], require_writable=True)
            mine[0] = whole[20 * k] + 1
            view = memoryview(sffi.buffer(mine))
            assert len(view) == 80
            view.release()
            sffi.release(mine)

    together(work)
    sffi.release(whole)
    # Free-threaded 3.13 counts the buffers of a bytearray without a lock: its count may be wrong by now.
    if not FREE_THREADED or sys.version_info >= (3, 14):
        data.append(0)
    assert sffi.from_buffer("int *", data)[0] == rounds(200)


def test_buffers_released_at_once(sffi):
    for _ in range(rounds(60)):
        data = bytearray(8)
        cdata = sffi.from_buffer(data)
        together(lambda k: sffi.release(cdata))
        data.append(1)


def test_errno(sffi):
    def work(k):
        for i in range(rounds(1000)):
            sffi.errno = 1000 * k + i
            assert sffi.errno == 1000 * k + i

    together(work)


def test_strings(sffi):
    text = sffi.new("char[]", b"abcdefgh")
    wide = sffi.new("wchar_t[]", "abcdefgh")

    def work(k):
        for _ in range(rounds(300)):
            assert sffi.string(text) == b"abcdefgh" and sffi.string(wide) == "abcdefgh"
            assert sffi.buffer(text)[k : k + 1] == b"abcdefgh"[k : k + 1]

    together(work)


def test_collections_meanwhile(sffi):
    """Garbage with cdata in it, made by all and collected by some."""

    def work(k):
        for i in range(rounds(60)):
            node = type("Node", (), {})()
            node.itself = node
            node.things = [
                sffi.new("struct s *"),
                sffi.new_handle(node),
                sffi.callback("int(int)", lambda x, node=node: x),
                sffi.gc(sffi.new("int *"), lambda p: None),
            ]
            node.view = node.things[0].a
            if i % 20 == k:
                gc.collect()

    run_all([lambda k=k: work(k) for k in range(THREADS)])
    collect()
