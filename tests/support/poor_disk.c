/* A file system without locks or shared memory, as some network homes are, as a preloaded library.
 *
 *   gcc -shared -fPIC -O2 -o poor_disk.so poor_disk.c -ldl
 *   POOR_DISK=no-shared-memory LD_PRELOAD=./poor_disk.so python ...
 *
 * POOR_DISK says, in one word or several, what files below POOR_DISK_FOLDER cannot do:
 *   no-shared-memory   be mapped and shared     no-flock   be locked as a whole
 *   no-record-locks    be locked in parts, which is how SQLite does it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

static int lacks(const char *what, int fd) {
    char link[64], path[4096];
    const char *poor = getenv("POOR_DISK"), *folder = getenv("POOR_DISK_FOLDER");
    if (fd < 0 || !poor || !folder || !strstr(poor, what)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return !strncmp(path, folder, strlen(folder));
}

#define MMAP(name, offset_t)                                                                   \
    void *name(void *at, size_t length, int access, int flags, int fd, offset_t offset) {      \
        if ((flags & MAP_SHARED) && lacks("no-shared-memory", fd)) {                           \
            errno = ENODEV;                                                                    \
            return MAP_FAILED;                                                                 \
        }                                                                                      \
        return ((void *(*)(void *, size_t, int, int, int, offset_t))dlsym(RTLD_NEXT, #name))(  \
            at, length, access, flags, fd, offset);                                            \
    }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)

#define FCNTL(name)                                                                            \
    int name(int fd, int command, ...) {                                                       \
        va_list rest;                                                                          \
        va_start(rest, command);                                                               \
        void *argument = va_arg(rest, void *);                                                 \
        va_end(rest);                                                                          \
        if ((command == F_SETLK || command == F_SETLKW) && lacks("no-record-locks", fd)) {     \
            errno = ENOLCK;                                                                    \
            return -1;                                                                         \
        }                                                                                      \
        return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, #name))(fd, command, argument);       \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

int flock(int fd, int operation) {
    if (!(operation & LOCK_UN) && lacks("no-flock", fd)) {
        errno = ENOLCK;
        return -1;
    }
    return ((int (*)(int, int))dlsym(RTLD_NEXT, "flock"))(fd, operation);
}
