"""A compiler for programs under Wine, where zig.exe does not run: compile_server.py PORT_FILE (with ziglang's Python).

Runs zig here for whoever asks; compiler.c is the program under Wine that does. A request is the folder, `cc` or `c++`, and
the arguments, each ended by a zero byte, after their number in decimal and a line feed; the answer is what the compiler
said, a zero byte and its exit code. The port, chosen by the system, is written to PORT_FILE. Ends when its standard input
does.
"""

import os
import re
import socketserver
import subprocess
import sys
import threading

import ziglang

ZIG = os.path.join(os.path.dirname(ziglang.__file__), "zig")
DRIVE_C = os.path.join(os.environ["WINEPREFIX"], "drive_c")
# As CPython for Windows is made: MSVC's long double is a double.
OPTIONS = ["-target", "x86_64-windows-gnu", "-mlong-double-64", "-fno-sanitize=undefined"]
# What MinGW's GCC knows and clang does not.
UNKNOWN = {"-mdll", "-mcygwin", "-mno-cygwin", "-static-libgcc"}


def native(word):
    """Windows paths as this system has them, also after an option: Z:\\a\\b, -IC:\\a, -o=Z:/a."""
    if re.match(r"-[DU]", word):
        return word
    word = re.sub(r"(?i)(^|[=@,]|^-[ILo])z:(?=[\\/])", r"\1", word)
    word = re.sub(r"(?i)(^|[=@,]|^-[ILo])c:(?=[\\/])", lambda match: match[1] + DRIVE_C, word)
    return word.replace("\\", "/")


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        count = int(self.rfile.readline())
        words = [self.word() for _ in range(count)]
        folder, language, *arguments = map(native, words)
        command = [ZIG, language, *OPTIONS, *(word for word in arguments if word not in UNKNOWN)]
        with self.server.turn:
            done = subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
        self.wfile.write(b"%s\0%d" % (done.stdout.replace(b"\0", b"?"), done.returncode))

    def word(self):
        letters = bytearray()
        while True:
            letter = self.rfile.read(1)
            if letter in (b"\0", b""):
                return letters.decode("utf-8")
            letters += letter


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    turn = threading.Semaphore(int(os.environ.get("JOBS", "2")))


def main():
    with Server(("127.0.0.1", 0), Handler) as server:
        with open(sys.argv[1], "w") as file:
            file.write(str(server.server_address[1]))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()


if __name__ == "__main__":
    main()
