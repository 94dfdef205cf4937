"""gevent on its libuv loop: each watcher is a handle that a C callback hands back."""

import gevent
import gevent.event
import gevent.pool
import gevent.queue
import gevent.socket
import gevent.subprocess
import gevent.threadpool
from gevent.server import StreamServer


def test_the_loop_is_the_one_on_cffi():
    assert "libuv" in type(gevent.get_hub().loop).__module__


def test_timers_wake_in_order():
    woken = []
    gevent.joinall([gevent.spawn_later(delay / 1000, woken.append, delay) for delay in (30, 10, 20)])
    assert woken == [10, 20, 30]


def test_many_greenlets_talk_through_a_queue():
    queue = gevent.queue.Queue()
    gevent.spawn(lambda: [queue.put(i) or gevent.sleep(0) for i in range(1000)])
    assert sum(queue.get(timeout=10) for _ in range(1000)) == 499500


def test_sockets():
    def echo(connection, address):
        while data := connection.recv(4096):
            connection.sendall(data)

    def ask(i):
        with gevent.socket.create_connection(("127.0.0.1", server.server_port)) as connection:
            connection.sendall(b"%d" % i)
            return int(connection.recv(100))

    server = StreamServer(("127.0.0.1", 0), echo)
    server.start()
    try:
        assert gevent.pool.Pool(20).map(ask, range(100)) == list(range(100))
    finally:
        server.stop()


def test_children():
    assert gevent.subprocess.check_output(["echo", "hello"]) == b"hello\n"


def test_threads_wake_the_loop():
    assert gevent.threadpool.ThreadPool(4).map(lambda i: i * i, range(50)) == [i * i for i in range(50)]


def test_errors_in_callbacks_reach_the_hub():
    seen = []
    hub = gevent.get_hub()
    old, hub.handle_error = hub.handle_error, lambda *error: seen.append(error[1])
    try:
        hub.loop.run_callback(lambda: 1 / 0)
        timer = hub.loop.timer(0.001)
        timer.start(lambda: [][0])
        gevent.sleep(0.05)
    finally:
        hub.handle_error = old
        timer.close()
    assert seen == [ZeroDivisionError, IndexError]


def test_timeouts():
    event = gevent.event.Event()
    assert not event.wait(0.01)
    gevent.spawn_later(0.01, event.set)
    assert event.wait(5)
