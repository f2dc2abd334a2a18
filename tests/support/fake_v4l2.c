/* A V4L2 webcam for the real cv2.VideoCapture, as a preloaded library: no kernel module, no root.
 *
 *   gcc -shared -fPIC -O2 -o fake_v4l2.so fake_v4l2.c -ldl
 *   FAKE_V4L2_CONTROL=control FAKE_V4L2_FRAMES=frames.yuyv LD_PRELOAD=./fake_v4l2.so python ...
 *
 * /dev/videoN (FAKE_V4L2_NUMBER, default 0) is then a camera of 640x480 at 30 frames a second that
 * plays the raw frames in FAKE_V4L2_FRAMES round and round, each FAKE_V4L2_REPEAT times (default 1),
 * or a moving pattern without them. FAKE_V4L2_STAMP=1 paints the time a frame was taken into its top
 * left corner. FAKE_V4L2_FORMAT is YUYV (default), GREY, NV12 or MJPG; a JPEG fills up, with zeros,
 * the bytes that a YUYV frame takes, is not stamped and needs FAKE_V4L2_FRAMES.
 *
 * The first word in the control file says what is the matter, read within 5 ms of any call:
 *   ok       nothing                           absent   no such device
 *   eacces   opening is forbidden              ebusy    another program streams from it
 *   enodev   unplugged, also while open        eio      every transfer fails
 *   hang     no frame ever comes               black    the lens is covered
 *   freeze   the same picture for ever         slow S   opening takes S seconds
 *   leaving  another program streams from it, until somebody asks for a single buffer
 *   size W H another picture size, from the next opening on
 *   number N unplugged, and plugged in again as /dev/videoN
 * One process at a time streams, as of a real camera; the others are told that it is busy.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 640, HEIGHT = 480, MOST_BUFFERS = 32, STAMP_BITS = 32, STAMP_CELL = 8 };
#define PAGE 4096
#define MOST_FRAME_BYTES ((off_t)WIDTH * HEIGHT * 2)
#define FIRST_FRAME_S 0.1
#define POLL_S 0.05              /* how late a fault is noticed while a frame is waited for */
#define CONTROL_S 0.005

static const char DEVICE[] = "/dev/video";

typedef struct { int index; double at; long number; } Shot;

static struct {
    int fd;
    long device;                 /* N of /dev/videoN when it was opened */
    unsigned width, height;
    size_t slot;                 /* bytes of one buffer, whole pages */
    unsigned char *memory;
    int buffers;
    double period, next;         /* seconds, CLOCK_MONOTONIC */
    long number;                 /* frames the sensor has made */
    long frozen;                 /* frame shown while frozen, -1 otherwise */
    double frozen_at;
    int queued[MOST_BUFFERS], queued_count;
    Shot done[MOST_BUFFERS];
    int done_count;
} cam = {.fd = -1, .width = WIDTH, .height = HEIGHT, .period = 1.0 / 30, .frozen = -1};

static struct { unsigned code, luma_step; double bytes; } format = {V4L2_PIX_FMT_YUYV, 2, 2};
static int recorded = -1;        /* read, not mapped: its pages are no memory of the program's */
static long recorded_count, repeat = 1;
static int stamped;

typedef int (*open_fn)(const char *, int, ...);
typedef int (*ioctl_fn)(int, unsigned long, ...);
typedef int (*close_fn)(int);
typedef int (*select_fn)(int, fd_set *, fd_set *, fd_set *, struct timeval *);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

/* The control file, by system calls: our own open() must not be entered again. A real camera has no
 * such file, so what was read is used for a moment: it is asked for forty times a picture. */
static void read_control(char *text, size_t size) {
    static char latest[64];
    static double read_at = -1;
    const char *path = getenv("FAKE_V4L2_CONTROL");
    if (path && now() - read_at > CONTROL_S) {
        ssize_t got = 0;
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
        if (fd >= 0) {
            got = syscall(SYS_read, fd, latest, sizeof latest - 1);
            syscall(SYS_close, fd);
        }
        latest[got > 0 ? got : 0] = 0;
        read_at = now();
    }
    snprintf(text, size, "%s", latest);
}

static int is(const char *fault) {
    char text[64], word[64] = "ok";
    read_control(text, sizeof text);
    sscanf(text, "%63s", word);
    return !strcmp(word, fault);
}

static long device_now(void) {
    char text[64];
    long number;
    const char *chosen = getenv("FAKE_V4L2_NUMBER");
    read_control(text, sizeof text);
    if (sscanf(text, "number %ld", &number) == 1) return number;
    return chosen ? atol(chosen) : 0;
}

static int is_device(const char *path) {
    char *end;
    size_t length = strlen(DEVICE);
    if (!path || strncmp(path, DEVICE, length) || !path[length]) return 0;
    return strtol(path + length, &end, 10) == device_now() && !*end;
}

static int has_left;

static int is_busy(void) { return is("ebusy") || (is("leaving") && !has_left); }

static int is_unplugged(void) { return is("enodev") || (cam.fd >= 0 && cam.device != device_now()); }

static size_t frame_bytes(void) { return (size_t)(cam.width * cam.height * format.bytes); }

static void choose_format(void) {
    const char *name = getenv("FAKE_V4L2_FORMAT");
    if (!name) return;
    format.code = v4l2_fourcc(name[0], name[1], name[2], name[3]);
    format.luma_step = format.code == V4L2_PIX_FMT_YUYV ? 2 : 1;
    format.bytes = format.code == V4L2_PIX_FMT_GREY ? 1 : format.code == V4L2_PIX_FMT_NV12 ? 1.5 : 2;
}

static void load_recording(void) {
    const char *path = getenv("FAKE_V4L2_FRAMES"), *each = getenv("FAKE_V4L2_REPEAT");
    stamped = getenv("FAKE_V4L2_STAMP") != NULL;
    if (each && atol(each) > 0) repeat = atol(each);
    if (recorded >= 0 || !path) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    struct stat info;
    if (fd < 0 || fstat(fd, &info)) return;
    recorded_count = info.st_size / (off_t)(WIDTH * HEIGHT * format.bytes);
    recorded = fd;
}

static void paint_stamp(unsigned char *pixels, double at) {
    uint32_t milliseconds = (uint32_t)(uint64_t)(at * 1000);
    for (unsigned y = 0; y < STAMP_CELL; y++)
        for (unsigned x = 0; x < STAMP_BITS * STAMP_CELL; x++) {
            unsigned char *pixel = pixels + (y * cam.width + x) * format.luma_step;
            pixel[0] = (milliseconds >> (x / STAMP_CELL)) & 1 ? 235 : 16;
            if (format.luma_step == 2) pixel[1] = 128;
        }
}

static void paint(int index, long number, double at) {
    unsigned char *pixels = cam.memory + (size_t)index * cam.slot;
    long frame = recorded_count ? number / repeat % recorded_count : -1;
    if (is("black") && format.code != V4L2_PIX_FMT_MJPEG) {
        memset(pixels, 128, frame_bytes());
        for (size_t i = 0; i < (size_t)cam.width * cam.height; i++)
            pixels[format.luma_step * i] = 16 + (unsigned char)((i * 7 + number) % 3);
        return;                      /* a sensor in the dark */
    }
    off_t size = (off_t)(WIDTH * HEIGHT * format.bytes);
    if (frame >= 0 && cam.width == WIDTH && cam.height == HEIGHT) {
        if (pread(recorded, pixels, size, frame * size) < size) return;
    } else if (format.code != V4L2_PIX_FMT_YUYV) {
        memset(pixels, 128, frame_bytes());
        for (unsigned y = 0; y < cam.height; y++)
            for (unsigned x = 0; x < cam.width; x++)
                pixels[y * cam.width + x] = (unsigned char)(40 + (x + y + number * 3) % 160);
    } else {
        static unsigned char source[MOST_FRAME_BYTES];
        if (frame >= 0 && pread(recorded, source, size, frame * size) < size) return;
        for (unsigned y = 0; y < cam.height; y++)
            for (unsigned x = 0; x < cam.width; x += 2) {
                unsigned char *pair = pixels + (y * cam.width + x) * 2;
                if (frame >= 0) {
                    unsigned from_x = (unsigned)(x * (uint64_t)WIDTH / cam.width) & ~1u;
                    memcpy(pair, source + (y * HEIGHT / cam.height * WIDTH + from_x) * 2, 4);
                } else {
                    pair[0] = pair[2] = (unsigned char)(40 + (x + y + number * 3) % 160);
                    pair[1] = pair[3] = 128;
                }
            }
    }
    if (stamped && format.code != V4L2_PIX_FMT_MJPEG) paint_stamp(pixels, at);
}

/* The sensor runs on its own: each period it fills the next queued buffer, or drops the frame. */
static void run_sensor(void) {
    double until = now();
    if (is("hang")) { cam.next = until + cam.period; return; }
    for (; cam.next <= until; cam.next += cam.period, cam.number++) {
        if (!cam.queued_count) continue;
        cam.done[cam.done_count++] = (Shot){cam.queued[0], cam.next, cam.number};
        memmove(cam.queued, cam.queued + 1, sizeof *cam.queued * --cam.queued_count);
    }
}

static int fail(int code) { errno = code; return -1; }

static int held = -1;            /* locked by whichever process streams */

/* Whether this process may stream; from then on it alone does. */
static int hold(void) {
    char path[4096];
    if (held >= 0 || !getenv("FAKE_V4L2_CONTROL")) return 1;
    snprintf(path, sizeof path, "%s.held", getenv("FAKE_V4L2_CONTROL"));
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return 1;
    if (!flock(fd, LOCK_EX | LOCK_NB)) { held = fd; return 1; }
    syscall(SYS_close, fd);
    return 0;
}

static void let_go(void) {
    if (held >= 0) syscall(SYS_close, held);
    held = -1;
}

static int open_camera(void) {
    char text[64];
    double slow;
    unsigned width, height;
    if (is("absent") || is("enodev")) return fail(ENOENT);
    if (is("eacces")) return fail(EACCES);
    if (cam.fd >= 0) return fail(EBUSY);
    read_control(text, sizeof text);
    if (sscanf(text, "slow %lf", &slow) == 1) usleep((useconds_t)(slow * 1e6));
    cam.width = WIDTH; cam.height = HEIGHT;
    if (sscanf(text, "size %u %u", &width, &height) == 2) { cam.width = width; cam.height = height; }
    choose_format();
    load_recording();
    cam.device = device_now();
    cam.slot = ((size_t)cam.width * cam.height * 2 + PAGE - 1) / PAGE * PAGE;
    cam.fd = memfd_create("fake_v4l2", 0);
    if (cam.fd < 0 || ftruncate(cam.fd, (off_t)cam.slot * MOST_BUFFERS)) return fail(ENODEV);
    cam.memory = mmap(NULL, cam.slot * MOST_BUFFERS, PROT_READ | PROT_WRITE, MAP_SHARED, cam.fd, 0);
    cam.buffers = cam.queued_count = cam.done_count = 0;
    cam.frozen = -1;
    return cam.fd;
}

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...) {                                     \
        va_list rest;                                                                \
        va_start(rest, flags);                                                       \
        int mode = va_arg(rest, int);                                                \
        va_end(rest);                                                                \
        if (is_device(path)) return open_camera();                                   \
        return ((open_fn)dlsym(RTLD_NEXT, #name))(path, flags, mode);                \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd == cam.fd) {
        munmap(cam.memory, cam.slot * MOST_BUFFERS);
        cam.fd = -1;
        let_go();
    }
    return ((close_fn)dlsym(RTLD_NEXT, "close"))(fd);
}

int select(int n, fd_set *readable, fd_set *writable, fd_set *failed, struct timeval *wait) {
    if (cam.fd < 0 || !readable || cam.fd >= n || !FD_ISSET(cam.fd, readable))
        return ((select_fn)dlsym(RTLD_NEXT, "select"))(n, readable, writable, failed, wait);
    double end = now() + (wait ? wait->tv_sec + wait->tv_usec * 1e-6 : 1e9);
    for (;;) {
        run_sensor();
        if (cam.done_count || is_unplugged() || is("eio")) return 1;
        if (now() >= end) { FD_ZERO(readable); return 0; }
        double nap = cam.next - now();
        if (nap > POLL_S) nap = POLL_S;
        usleep(nap > 0 ? (useconds_t)(nap * 1e6) + 100 : 10000);
    }
}

static int dequeue(struct v4l2_buffer *buffer) {
    if (is("eio")) return fail(EIO);
    run_sensor();
    if (!cam.done_count) return fail(EAGAIN);
    Shot shot = cam.done[0];
    memmove(cam.done, cam.done + 1, sizeof *cam.done * --cam.done_count);
    if (!is("freeze")) cam.frozen = -1;
    else if (cam.frozen < 0) { cam.frozen = shot.number; cam.frozen_at = shot.at; }
    if (cam.frozen >= 0) paint(shot.index, cam.frozen, cam.frozen_at);
    else paint(shot.index, shot.number, shot.at);
    buffer->index = shot.index;
    buffer->bytesused = frame_bytes();
    buffer->length = cam.slot;
    buffer->timestamp.tv_sec = (long)shot.at;
    buffer->timestamp.tv_usec = (long)((shot.at - (long)shot.at) * 1e6);
    buffer->sequence = shot.number;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    return 0;
}

static int answer(unsigned request, void *argument) {
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *cap = argument;
        memset(cap, 0, sizeof *cap);
        strcpy((char *)cap->driver, "uvcvideo");
        strcpy((char *)cap->card, "Fake webcam");
        strcpy((char *)cap->bus_info, "usb-fake");
        cap->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        cap->capabilities = cap->device_caps | V4L2_CAP_DEVICE_CAPS;
        return 0;
    }
    case VIDIOC_ENUMINPUT: {
        struct v4l2_input *input = argument;
        if (input->index) return fail(EINVAL);
        input->type = V4L2_INPUT_TYPE_CAMERA;
        return 0;
    }
    case VIDIOC_ENUM_FMT: {
        struct v4l2_fmtdesc *kind = argument;
        if (kind->index || kind->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fail(EINVAL);
        kind->pixelformat = format.code;
        return 0;
    }
    case VIDIOC_G_INPUT: *(int *)argument = 0; return 0;
    case VIDIOC_S_INPUT: return 0;
    case VIDIOC_S_FMT:
        if (is_busy()) return fail(EBUSY);
        /* fall through */
    case VIDIOC_G_FMT:
    case VIDIOC_TRY_FMT: {
        struct v4l2_pix_format *pix = &((struct v4l2_format *)argument)->fmt.pix;
        pix->width = cam.width;
        pix->height = cam.height;
        pix->pixelformat = format.code;
        pix->bytesperline = format.code == V4L2_PIX_FMT_MJPEG ? 0 : cam.width * format.luma_step;
        pix->sizeimage = frame_bytes();
        pix->field = V4L2_FIELD_NONE;
        return 0;
    }
    case VIDIOC_S_PARM: {
        struct v4l2_fract *wanted = &((struct v4l2_streamparm *)argument)->parm.capture.timeperframe;
        if (wanted->numerator && wanted->denominator)
            cam.period = (double)wanted->numerator / wanted->denominator;
    } /* fall through */
    case VIDIOC_G_PARM: {
        struct v4l2_captureparm *capture = &((struct v4l2_streamparm *)argument)->parm.capture;
        capture->capability = V4L2_CAP_TIMEPERFRAME;
        capture->timeperframe.numerator = 1000;
        capture->timeperframe.denominator = (unsigned)(1000 / cam.period + 0.5);
        return 0;
    }
    case VIDIOC_REQBUFS: {
        struct v4l2_requestbuffers *wanted = argument;
        if (wanted->count == 1) has_left = 1;
        if (is_busy() || (wanted->count && !hold())) return fail(EBUSY);
        if (wanted->count > MOST_BUFFERS) wanted->count = MOST_BUFFERS;
        cam.buffers = wanted->count;
        cam.queued_count = cam.done_count = 0;
        return 0;
    }
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *buffer = argument;
        if (buffer->index >= (unsigned)cam.buffers) return fail(EINVAL);
        buffer->length = cam.slot;
        buffer->m.offset = buffer->index * cam.slot;
        return 0;
    }
    case VIDIOC_QBUF:
        if (is("eio")) return fail(EIO);
        if (cam.queued_count + cam.done_count >= cam.buffers) return fail(EINVAL);
        run_sensor();
        cam.queued[cam.queued_count++] = ((struct v4l2_buffer *)argument)->index;
        return 0;
    case VIDIOC_STREAMON: cam.next = now() + FIRST_FRAME_S; return 0;
    case VIDIOC_STREAMOFF: cam.queued_count = cam.done_count = 0; return 0;
    case VIDIOC_DQBUF: return dequeue(argument);
    default: return fail(EINVAL);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (fd < 0 || fd != cam.fd)
        return ((ioctl_fn)dlsym(RTLD_NEXT, "ioctl"))(fd, request, argument);
    if (is_unplugged()) return fail(ENODEV);
    return answer((unsigned)request, argument);
}
