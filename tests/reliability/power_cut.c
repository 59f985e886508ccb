/* Preloaded: writes down, in order, everything that happens to the files of one folder, with the bytes written.
 *
 * POWER_CUT_FOLDER: the folder. POWER_CUT_LOG: where to write. One lock is held over each call and its line in the log,
 * so that the log is the order in which the disk was asked. A line: a letter, how long the name is (u16), offset (u64),
 * how many bytes follow (u64), the name of the file within the folder ("" is the folder itself), the bytes.
 * C created, W written, T cut to `offset`, S synced, U unlinked, R renamed. Shared memory (-shm) is not on the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define FDS 4096
#define NEXT(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char *names[FDS];
static const char *folder;
static size_t folder_length;
static int out = -1;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("POWER_CUT_LOG");
    folder = getenv("POWER_CUT_FOLDER");
    if (!log || !folder) return;
    folder_length = strlen(folder);
    out = (NEXT(open))(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* The name within the folder, or NULL for what is elsewhere or never reaches the disk. */
static const char *within(const char *path) {
    if (out < 0 || !path || strncmp(path, folder, folder_length)) return NULL;
    path += folder_length;
    if (!*path) return path;
    if (*path++ != '/') return NULL;
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, "-shm") ? NULL : path;
}

static const char *name_of(int fd) { return fd >= 0 && fd < FDS ? names[fd] : NULL; }

static void put(const void *bytes, size_t length) {
    const char *from = bytes;
    while (length) {
        ssize_t done = (NEXT(write))(out, from, length);
        if (done <= 0) abort();
        from += done, length -= (size_t)done;
    }
}

static void note(char what, const char *name, uint64_t offset, const void *bytes, uint64_t length) {
    char line[19];
    uint16_t name_length = (uint16_t)strlen(name);
    line[0] = what;
    memcpy(line + 1, &name_length, 2), memcpy(line + 3, &offset, 8), memcpy(line + 11, &length, 8);
    put(line, sizeof line), put(name, name_length), put(bytes, length);
}

static int opened(int fd, const char *path, int there) {
    const char *name = within(path);
    if (fd < 0 || fd >= FDS) return fd;
    free(names[fd]);
    names[fd] = name ? strdup(name) : NULL;
    if (name && *name && !there) note('C', name, 0, "", 0);
    return fd;
}

#define OPEN(function, before, call, ...)                                      \
    int function(__VA_ARGS__) {                                                \
        mode_t mode = 0;                                                       \
        va_list more;                                                          \
        va_start(more, flags);                                                 \
        if (flags & (O_CREAT | __O_TMPFILE)) mode = va_arg(more, mode_t);      \
        va_end(more);                                                          \
        pthread_mutex_lock(&order);                                            \
        int there = access(path, F_OK) == 0;                                   \
        int fd = opened((NEXT(function)) call, path, there);                   \
        if (fd >= 0 && (flags & O_TRUNC) && there && name_of(fd)) note('T', names[fd], 0, "", 0); \
        pthread_mutex_unlock(&order);                                          \
        return fd;                                                             \
    }

OPEN(open, , (path, flags, mode), const char *path, int flags, ...)
OPEN(open64, , (path, flags, mode), const char *path, int flags, ...)
OPEN(openat, , (at, path, flags, mode), int at, const char *path, int flags, ...)
OPEN(openat64, , (at, path, flags, mode), int at, const char *path, int flags, ...)

int close(int fd) {
    pthread_mutex_lock(&order);
    if (fd >= 0 && fd < FDS) free(names[fd]), names[fd] = NULL;
    int said = (NEXT(close))(fd);
    pthread_mutex_unlock(&order);
    return said;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (!name_of(fd)) return (NEXT(write))(fd, bytes, length);
    pthread_mutex_lock(&order);
    off_t offset = lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = (NEXT(write))(fd, bytes, length);
    if (done > 0) note('W', names[fd], (uint64_t)offset, bytes, (uint64_t)done);
    pthread_mutex_unlock(&order);
    return done;
}

#define PWRITE(function, offset_type)                                                    \
    ssize_t function(int fd, const void *bytes, size_t length, offset_type offset) {     \
        if (!name_of(fd)) return (NEXT(function))(fd, bytes, length, offset);            \
        pthread_mutex_lock(&order);                                                      \
        ssize_t done = (NEXT(function))(fd, bytes, length, offset);                      \
        if (done > 0) note('W', names[fd], (uint64_t)offset, bytes, (uint64_t)done);     \
        pthread_mutex_unlock(&order);                                                    \
        return done;                                                                     \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FD(function, what, where, call, ...)                                          \
    int function(__VA_ARGS__) {                                                          \
        if (!name_of(fd)) return (NEXT(function)) call;                                  \
        pthread_mutex_lock(&order);                                                      \
        int said = (NEXT(function)) call;                                                \
        if (said == 0) note(what, names[fd], (uint64_t)(where), "", 0);                  \
        pthread_mutex_unlock(&order);                                                    \
        return said;                                                                     \
    }
ON_FD(ftruncate, 'T', length, (fd, length), int fd, off_t length)
ON_FD(ftruncate64, 'T', length, (fd, length), int fd, off64_t length)
ON_FD(fsync, 'S', 0, (fd), int fd)
ON_FD(fdatasync, 'S', 0, (fd), int fd)

int unlink(const char *path) {
    const char *name = within(path);
    if (!name) return (NEXT(unlink))(path);
    pthread_mutex_lock(&order);
    int said = (NEXT(unlink))(path);
    if (said == 0) note('U', name, 0, "", 0);
    pthread_mutex_unlock(&order);
    return said;
}

int rename(const char *from, const char *to) {
    const char *name = within(from), *becomes = within(to);
    if (!name && !becomes) return (NEXT(rename))(from, to);
    pthread_mutex_lock(&order);
    int said = (NEXT(rename))(from, to);
    if (said == 0) note('R', name ? name : "", 0, becomes ? becomes : "", becomes ? strlen(becomes) : 0);
    pthread_mutex_unlock(&order);
    return said;
}
