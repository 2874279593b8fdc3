/* wsload - cheap WebSocket subscriber/publisher load client (one thread, epoll, C).
 *
 * Opens N subscriber connections plus (unless -I) one publisher connection, upgrades them to
 * WebSocket, then publishes through the publisher in a closed loop (window -W) or at a fixed
 * rate (-r) and counts the frames that reach the subscribers by walking frame headers only.
 * It also samples /proc for the server's CPU and RSS, its own CPU, and everybody else's CPU, so that
 * a run says which side saturated and whether the machine was quiet.
 *
 * build: gcc -O2 -Wall -o wsload wsload.c
 * usage: ./wsload -p PORT [-P server_pid] [-n subs=1000] [-d secs=5] [-w warmup_secs=2]
 *                 [-m plain|sio|mqtt|nats] [-B burst=1] [-W window=20] [-r pubs_per_sec] [-l msg_len=128]
 *                 [-u sub_path] [-v pub_path] [-s text_sent_after_upgrade] [-x payload_bytes_per_msg]
 *                 [-z nap_usec] [-S stalled_pct] [-I (idle: no publisher; report RSS/conn, hold -d secs)] [-t label]
 *   plain: subscribers GET /sub, publisher GET /pub and sends 128-byte JSON text frames;
 *          the server sends every text it gets on /pub to all /sub sockets.
 *   sio  : engine.io v4 websocket + socket.io v5; subscribers .../?EIO=4&transport=websocket&role=sub,
 *          publisher &role=pub and emits 42["pub",{...}]; counts 42 frames, answers engine.io pings.
 *   mqtt : MQTT 3.1.1 over ws (subprotocol mqtt), topic t, QoS 0.
 *   nats : NATS over ws, subject t; messages counted by payload bytes (see -x; set by itself).
 *   -B n : n publications in one TCP write (server sees them in one tick).  -W: publications in flight.
 *   -S p : p per cent of the subscribers stop reading once they are ready; they are not counted.
 *   -z u : nap u microseconds between epoll rounds: fewer, larger reads, a cheaper client.
 * In -r mode it prints fan-out completion latency (publish -> last of N copies read), p50/p99/max in ms.
 * Loopback only by construction (127.0.0.1).
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>

enum { PLAIN, SIO, MQTT, NATS };
enum { S_HTTP, S_HELLO, S_RUN };
typedef struct { int fd, st; uint64_t skip; int pub; int hl; unsigned char hb[16]; unsigned char op; int first; int ready; uint64_t got; } conn;
static int port, N = 1000, stalled, mode = PLAIN, B = 1, W = 20, msglen = 128, idle, nap; static double stallpct; static double dur = 5, warm = 2, rate;
static const char *subpath, *pubpath, *hello, *label = ""; static int spid; static uint64_t xbytes;
static conn *C; static int ep; static uint64_t R, Rbytes, reads, payload_bytes; static int ready, dead;
static unsigned char rb[1 << 18];
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }
static void die(const char *m) { perror(m); exit(1); }

/* ---- /proc sampling ---- */
static double cpu_of(int pid) { char p[64], b[1024]; snprintf(p, 64, "/proc/%d/stat", pid); FILE *f = fopen(p, "r"); if (!f) return 0;
  size_t n = fread(b, 1, 1023, f); b[n] = 0; fclose(f); char *q = strrchr(b, ')'); unsigned long u, s;
  if (!q || sscanf(q + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &u, &s) != 2) return 0; return (u + s) / (double)sysconf(_SC_CLK_TCK); }
static long rss_kb(int pid) { char p[64], l[256]; long v = 0; snprintf(p, 64, "/proc/%d/status", pid); FILE *f = fopen(p, "r"); if (!f) return 0;
  while (fgets(l, 256, f)) if (sscanf(l, "VmRSS: %ld", &v) == 1) break; fclose(f); return v; }
static double busy(void) { FILE *f = fopen("/proc/stat", "r"); unsigned long long a[8] = {0}; if (!f) return 0;
  if (fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", a, a+1, a+2, a+3, a+4, a+5, a+6, a+7) < 8) {} fclose(f);
  return (a[0] + a[1] + a[2] + a[5] + a[6] + a[7]) / (double)sysconf(_SC_CLK_TCK); }
static double self_cpu(void) { struct rusage r; getrusage(RUSAGE_SELF, &r); return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6; }

/* ---- frames to the server (masked with a zero key: legal and needs no xor) ---- */
static int frame(unsigned char *o, int op, const void *d, int n) { int k = 0; o[k++] = 0x80 | op;
  if (n < 126) o[k++] = 0x80 | n; else { o[k++] = 0x80 | 126; o[k++] = n >> 8; o[k++] = n; }
  memset(o + k, 0, 4); k += 4; memcpy(o + k, d, n); return k + n; }
static void sendall(int fd, const void *d, int n) { const char *p = d; while (n > 0) { int r = send(fd, p, n, MSG_NOSIGNAL);
    if (r < 0) { if (errno == EAGAIN) { usleep(50); continue; } if (errno == EINTR) continue; dead++; return; } p += r; n -= r; } }
static void sendf(conn *c, int op, const void *d, int n) { unsigned char b[4096]; int k = frame(b, op, d, n); sendall(c->fd, b, k); }

static void say_hello(conn *c) { /* after the 101 */
  if (mode == SIO) { c->st = S_HELLO; return; } /* wait for '0{..}' */
  if (mode == MQTT) { unsigned char b[64] = { 0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0 }; char id[24]; int l = snprintf(id, 24, "c%d", (int)(c - C));
    b[12] = 0; b[13] = l; memcpy(b + 14, id, l); b[1] = 12 + l; sendf(c, 2, b, 14 + l);
    if (!c->pub) { unsigned char s[] = { 0x82, 6, 0, 1, 0, 1, 't', 0 }; sendf(c, 2, s, 8); } c->st = S_HELLO; return; }
  if (mode == NATS) { char b[128]; int l = snprintf(b, 128, "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n%sPING\r\n", c->pub ? "" : "SUB t 1\r\n"); sendf(c, 1, b, l); c->st = S_HELLO; return; }
  if (hello && !c->pub) sendf(c, 1, hello, strlen(hello));
  c->st = S_RUN; c->ready = 1; ready++; }

/* one complete small frame while in handshake, or a control/ping frame while running */
static void small(conn *c, int op, unsigned char *d, int n) {
  if (op == 9) { sendf(c, 10, d, n); return; }
  if (c->st == S_HELLO) {
    if (mode == SIO) { if (d[0] == '0') sendf(c, 1, "40", 2); else if (n >= 2 && d[0] == '4' && d[1] == '0') { c->st = S_RUN; ready++; } }
    else if (mode == MQTT) { int i = 0; while (i < n) { if ((d[i] >> 4) == 9 || (c->pub && (d[i] >> 4) == 2)) { c->st = S_RUN; ready++; } i += 2 + d[i + 1]; } }
    else if (mode == NATS) { if (memmem(d, n, "PONG", 4)) { c->st = S_RUN; ready++; } }
  } else if (mode == SIO && n == 1 && d[0] == '2') sendf(c, 1, "3", 1);
}
/* handshake-phase buffers, allocated only while needed */
typedef struct { unsigned char *b; int n; } hbuf; static hbuf *H;

static void walk(conn *c, unsigned char *p, int n) { /* count frames; payloads are skipped, never read */
  while (n > 0) {
    if (c->skip) { uint64_t k = c->skip < (uint64_t)n ? c->skip : (uint64_t)n; c->skip -= k; p += k; n -= k; continue; }
    int need = 2; if (c->hl >= 2) { int l = c->hb[1] & 127; need = l == 126 ? 4 : l == 127 ? 10 : 2; }
    if (c->hl < need) { c->hb[c->hl++] = *p++; n--; if (c->hl < 2) continue; int l = c->hb[1] & 127; need = l == 126 ? 4 : l == 127 ? 10 : 2; if (c->hl < need) continue; }
    uint64_t len = c->hb[1] & 127; if (len == 126) len = c->hb[2] << 8 | c->hb[3]; else if (len == 127) { len = 0; for (int i = 2; i < 10; i++) len = len << 8 | c->hb[i]; }
    int op = c->hb[0] & 15; c->hl = 0;
    if (op == 9 || (mode == SIO && len == 1)) { /* ping: tiny; assume it is not split (pong data not needed if it is) */ small(c, op, p, (uint64_t)n >= len ? (int)len : 0); c->skip = len; continue; }
    if (op == 8) { dead++; }
    if (op <= 2 && !c->pub) { payload_bytes += len; if (!xbytes) { R++; c->got++; } }
    c->skip = len;
  } }
static void hs(conn *c, int i, int n) { hbuf *h = &H[i]; h->b = realloc(h->b, h->n + n + 1); memcpy(h->b + h->n, rb, n); h->n += n; h->b[h->n] = 0;
  for (;;) {
    if (c->st == S_HTTP) { char *e = memmem(h->b, h->n, "\r\n\r\n", 4); if (!e) return; if (strncmp((char *)h->b, "HTTP/1.1 101", 12)) { fprintf(stderr, "upgrade refused: %.120s\n", h->b); exit(1); }
      int k = (unsigned char *)e + 4 - h->b; memmove(h->b, h->b + k, h->n - k + 1); h->n -= k; say_hello(c); }
    if (c->st == S_RUN) { if (h->n) walk(c, h->b, h->n); free(h->b); h->b = 0; h->n = 0; return; }
    if (h->n < 2) return; int l = h->b[1] & 127, o = 2; if (l == 126) { if (h->n < 4) return; l = h->b[2] << 8 | h->b[3]; o = 4; }
    if (h->n < o + l) return; small(c, h->b[0] & 15, h->b + o, l); memmove(h->b, h->b + o + l, h->n - o - l + 1); h->n -= o + l; } }
static void rd(int i) { conn *c = &C[i]; int n = recv(c->fd, rb, sizeof rb, 0);
  if (n <= 0) { if (n < 0 && (errno == EAGAIN || errno == EINTR)) return; dead++; epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0); return; }
  reads++; Rbytes += n; if (c->st != S_RUN) hs(c, i, n); else walk(c, rb, n); }
static int pump(int ms) { struct epoll_event ev[1024]; int n = epoll_wait(ep, ev, 1024, ms); for (int i = 0; i < n; i++) rd(ev[i].data.u32); if (xbytes) R = payload_bytes / xbytes; return n; }
static void dial(int i, int pub) { conn *c = &C[i]; memset(c, 0, sizeof *c); c->pub = pub; c->fd = socket(AF_INET, SOCK_STREAM, 0); if (c->fd < 0) die("socket");
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  if (connect(c->fd, (void *)&a, sizeof a)) die("connect"); int one = 1; setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event e = { .events = EPOLLIN, .data.u32 = i }; epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  char r[512]; const char *proto = mode == MQTT ? "Sec-WebSocket-Protocol: mqtt\r\n" : "";
  int l = snprintf(r, 512, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n%s\r\n", pub ? pubpath : subpath, port, proto); sendall(c->fd, r, l); }
static int cmpd(const void *a, const void *b) { double x = *(double *)a, y = *(double *)b; return x < y ? -1 : x > y; }

static unsigned char *ob; static int obn; static uint64_t S; 
static void mkpub(int k) { char m[8192], body[8192]; int n; /* JSON of exactly msglen bytes */
  n = snprintf(m, sizeof m, "{\"ch\":\"room\",\"id\":%010llu,\"d\":\"", (unsigned long long)(1000000000ULL + S)); while (n < msglen - 2) m[n++] = 'x'; m[n++] = '"'; m[n++] = '}'; m[n] = 0; (void)k;
  if (mode == SIO) { int l = snprintf(body, sizeof body, "42[\"pub\",%s]", m); obn += frame(ob + obn, 1, body, l); }
  else if (mode == MQTT) { int rl = 3 + n, q = 0; body[q++] = 0x30; do { int d = rl & 127; rl >>= 7; body[q++] = d | (rl ? 128 : 0); } while (rl); body[q++] = 0; body[q++] = 1; body[q++] = 't'; memcpy(body + q, m, n); obn += frame(ob + obn, 2, body, q + n); }
  else if (mode == NATS) { int l = snprintf(body, sizeof body, "PUB t %d\r\n%s\r\n", n, m); obn += frame(ob + obn, 1, body, l); }
  else obn += frame(ob + obn, 1, m, n); S++; }

int main(int ac, char **av) { int o; const char *ms = "plain";
  while ((o = getopt(ac, av, "p:P:n:d:w:m:B:W:r:l:u:v:s:x:z:S:It:")) != -1) switch (o) {
    case 'p': port = atoi(optarg); break; case 'P': spid = atoi(optarg); break; case 'n': N = atoi(optarg); break; case 'd': dur = atof(optarg); break; case 'w': warm = atof(optarg); break;
    case 'm': ms = optarg; break; case 'B': B = atoi(optarg); break; case 'W': W = atoi(optarg); break; case 'r': rate = atof(optarg); break; case 'l': msglen = atoi(optarg); break;
    case 'u': subpath = optarg; break; case 'v': pubpath = optarg; break; case 's': hello = optarg; break; case 'x': xbytes = atoi(optarg); break; case 'z': nap = atoi(optarg); break; case 'S': stallpct = atof(optarg); break; case 'I': idle = 1; break; case 't': label = optarg; break; default: return 2; }
  if (!port) { fprintf(stderr, "need -p PORT\n"); return 2; }
  mode = !strcmp(ms, "sio") ? SIO : !strcmp(ms, "mqtt") ? MQTT : !strcmp(ms, "nats") ? NATS : PLAIN;
  if (!subpath) subpath = mode == SIO ? "/socket.io/?EIO=4&transport=websocket&role=sub" : mode == PLAIN ? "/sub" : "/";
  if (!pubpath) pubpath = mode == SIO ? "/socket.io/?EIO=4&transport=websocket&role=pub" : mode == PLAIN ? "/pub" : "/";
  if (mode == NATS && !xbytes) { char t[64]; xbytes = snprintf(t, 64, "MSG t 1 %d\r\n", msglen) + msglen + 2; }
  C = calloc(N + 1, sizeof *C); H = calloc(N + 1, sizeof *H); ep = epoll_create1(0); ob = malloc(B * (msglen + 64) + 4096);
  int total = N + !idle; if (idle) { /* warm the server with 100 connections that are then part of the base */ }
  long r0 = 0; int base = idle ? (N > 200 ? 100 : 1) : 0; double t0 = now();
  for (int i = 0; i < total; i++) { int pub = !idle && i == N; 
    if (idle && i == base) { while (ready < base && !dead && now() - t0 < 20) pump(50); sleep(1); r0 = rss_kb(spid); }
    dial(i, pub); /* at most 64 upgrades in flight */ while (i + 1 - ready > 64 && !dead) if (pump(200) == 0 && now() - t0 > 60) { fprintf(stderr, "stuck: %d/%d ready\n", ready, i + 1); return 1; } }
  while (ready < total && !dead) if (pump(200) == 0 && now() - t0 > 60) { fprintf(stderr, "stuck: %d/%d ready\n", ready, total); return 1; }
  double tc = now() - t0; if (dead) { fprintf(stderr, "connection lost in set-up (%d)\n", dead); return 1; }
  if (idle) { double e = now() + dur; double c0 = cpu_of(spid); while (now() < e) pump(100); long r1 = rss_kb(spid);
    printf("{\"label\":\"%s\",\"idle\":%d,\"connectSecs\":%.2f,\"rssBaseKB\":%ld,\"rssKB\":%ld,\"kbPerConn\":%.2f,\"srvCpuPctIdle\":%.1f,\"dead\":%d}\n", label, N, tc, r0, r1, (r1 - r0) / (double)(N - base), (cpu_of(spid) - c0) / dur * 100, dead); return 0; }
  stalled = (int)(N * stallpct / 100); for (int i = 0; i < stalled; i++) epoll_ctl(ep, EPOLL_CTL_DEL, C[i].fd, 0);
  const int A = N - stalled; /* the readers */
  double T = now(), tw = T + warm, te = tw + dur; int meas = 0; uint64_t R1 = 0, b1 = 0, rd1 = 0, S1 = 0; double sc = 0, mc = 0, bz = 0, tm = 0; R = 0; payload_bytes = 0;
  double *ts = rate ? calloc((size_t)(rate * (warm + dur + 2)) + 100, sizeof(double)) : 0, *la = rate ? calloc((size_t)(rate * (warm + dur + 2)) + 100, sizeof(double)) : 0; size_t nl = 0; uint64_t done = 0;
  double nextt = T;
  for (;;) { double t = now();
    if (!meas && t >= tw) { meas = 1; R1 = R; b1 = Rbytes; rd1 = reads; S1 = S; sc = cpu_of(spid); mc = self_cpu(); bz = busy(); tm = now(); }
    if (t >= te || dead) break;
    if (rate) { while (t >= nextt) { obn = 0; for (int k = 0; k < B; k++) { ts[S] = nextt; mkpub(k); } sendall(C[N].fd, ob, obn); nextt += B / rate; } }
    else while (S + B <= R / A + W) { obn = 0; for (int k = 0; k < B; k++) mkpub(k); sendall(C[N].fd, ob, obn); }
    int ms2 = rate ? (nextt - now() > 0.0015 ? 1 : 0) : 100; pump(ms2); if (nap) usleep(nap);
    if (rate) { double t2 = now(); while (done < R / A && done < S) { if (meas && ts[done] >= tm) la[nl++] = (t2 - ts[done]) * 1e3; done++; } } }
  double el = now() - tm, scpu = cpu_of(spid) - sc, mcpu = self_cpu() - mc, other = busy() - bz - scpu - mcpu; uint64_t r = R - R1; uint64_t mn = -1, mx = 0; if (!xbytes) for (int i = stalled; i < N; i++) { if (C[i].got < mn) mn = C[i].got; if (C[i].got > mx) mx = C[i].got; }
  printf("{\"label\":\"%s\",\"n\":%d,\"stalled\":%d,\"burst\":%d,\"window\":%d,\"msgs_s\":%.0f,\"pubs_s\":%.0f,\"MB_s\":%.1f,\"srvCpuPct\":%.0f,\"cliCpuPct\":%.0f,\"otherCpuPct\":%.0f,\"msgs_per_srvcpu_s\":%.0f,\"msgs_per_read\":%.1f,\"B_per_msg\":%.1f,\"rssMB\":%.0f,\"connectSecs\":%.2f,\"dead\":%d,\"minmax\":[%lld,%lld]",
    label, N, stalled, B, W, r / el, (S - S1) / el, (Rbytes - b1) / el / 1e6, scpu / el * 100, mcpu / el * 100, other / el * 100, scpu > 0 ? r / scpu : 0, (double)r / (reads - rd1 + 1), (double)(Rbytes - b1) / (r + 1), rss_kb(spid) / 1024.0, tc, dead, xbytes ? -1 : (long long)mn, xbytes ? -1 : (long long)mx);
  if (rate) { qsort(la, nl, sizeof *la, cmpd); if (nl) printf(",\"lat_ms\":{\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f,\"n\":%zu}", la[nl / 2], la[nl * 99 / 100], la[nl - 1], nl); }
  printf("}\n"); return 0; }
