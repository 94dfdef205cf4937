/* gcc.exe and g++.exe for programs under Wine: ask compile_server.py, whose port CFFI_COMPILE_PORT names. */
#include <winsock2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void send_all(SOCKET to, const char *bytes, int size) {
    while (size > 0) {
        int sent = send(to, bytes, size, 0);
        if (sent <= 0) exit(3);
        bytes += sent;
        size -= sent;
    }
}

/* With the zero byte that ends it. */
static void send_word(SOCKET to, const wchar_t *word) {
    static char narrow[1 << 17];
    int size = WideCharToMultiByte(CP_UTF8, 0, word, -1, narrow, sizeof narrow, NULL, NULL);
    send_all(to, narrow, size);
}

static SOCKET ask(void) {
    WSADATA data;
    struct sockaddr_in server = {0};
    const char *port = getenv("CFFI_COMPILE_PORT");
    SOCKET to;
    WSAStartup(MAKEWORD(2, 2), &data);
    to = socket(AF_INET, SOCK_STREAM, 0);
    server.sin_family = AF_INET;
    server.sin_port = htons((unsigned short)atoi(port ? port : "0"));
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(to, (struct sockaddr *)&server, sizeof server) != 0) {
        fputs("gcc: there is no compile server\n", stderr);
        exit(3);
    }
    return to;
}

int wmain(int argc, wchar_t **argv) {
    static char answer[1 << 20];
    static wchar_t folder[1 << 15];
    char count[32];
    int size = 0, more;
    const wchar_t *name = wcsrchr(argv[0], L'\\') ? wcsrchr(argv[0], L'\\') : argv[0];
    SOCKET to = ask();
    GetCurrentDirectoryW(1 << 15, folder);
    sprintf(count, "%d\n", argc + 1);
    send_all(to, count, (int)strlen(count));
    send_word(to, folder);
    send_word(to, wcsstr(name, L"++") ? L"c++" : L"cc");
    for (int i = 1; i < argc; i++) send_word(to, argv[i]);
    while ((more = recv(to, answer + size, (int)sizeof answer - 1 - size, 0)) > 0) size += more;
    fputs(answer, stdout);
    fflush(stdout);
    more = (int)strlen(answer) + 1;
    return more < size ? atoi(answer + more) : 3;
}
