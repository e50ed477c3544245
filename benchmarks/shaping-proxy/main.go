// A TCP proxy that makes a loopback server feel far away: each response begins a given time after its request, and each
// connection is held to a given rate. Knows nothing of HTTP or TLS, so it shapes both alike.
//
// It runs on the machine that is measured, so it must cost next to nothing: the kernel paces (SO_MAX_PACING_RATE) and
// moves the bytes (Go's TCPConn.ReadFrom is splice), and no byte is copied here on its way to the client.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

// Not in package syscall; see asm-generic/socket.h.
const soMaxPacingRate = 47

type link struct {
	client, server *net.TCPConn
	// When the last bytes of a request passed, in nanoseconds of the epoch.
	askedAt atomic.Int64
}

func main() {
	upstream := flag.String("upstream", "", "host:port to pass everything to")
	delay := flag.Duration("delay", 30*time.Millisecond, "from the end of a request to the first byte of its response")
	rate := flag.Int("rate", 80_000_000, "bytes a second that one connection brings at most")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	go endWithParent()
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go serve(client.(*net.TCPConn), *upstream, *delay, *rate)
	}
}

// The parent holds standard input open; when it ends, however it ends, so does this.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

func serve(client *net.TCPConn, upstream string, delay time.Duration, rate int) {
	defer client.Close()
	if err := pace(client, rate); err != nil {
		log.Fatalf("this kernel cannot pace a connection: %v", err)
	}
	server, err := net.Dial("tcp", upstream)
	if err != nil {
		log.Print(err)
		return
	}
	defer server.Close()
	l := &link{client: client, server: server.(*net.TCPConn)}
	go l.passRequests()
	l.passResponses(delay)
}

func pace(client *net.TCPConn, rate int) error {
	raw, err := client.SyscallConn()
	if err != nil {
		return err
	}
	var failure error
	err = raw.Control(func(fd uintptr) {
		failure = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, soMaxPacingRate, rate)
	})
	if err != nil {
		return err
	}
	return failure
}

func (l *link) passRequests() {
	buffer := make([]byte, 32<<10)
	for {
		n, err := l.client.Read(buffer)
		if err != nil {
			// The server ends its side too, which ends passResponses.
			_ = l.server.CloseWrite()
			return
		}
		l.askedAt.Store(time.Now().UnixNano())
		if _, err := l.server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (l *link) passResponses(delay time.Duration) {
	var answered int64
	for {
		ready := l.waitForBytes()
		if ready == 0 {
			return
		}
		// The first bytes since a request begin its response.
		if asked := l.askedAt.Load(); asked != answered {
			answered = asked
			time.Sleep(time.Until(time.Unix(0, asked).Add(delay)))
		}
		// No more than is there: waiting for more would hide where the next response begins.
		if _, err := l.client.ReadFrom(&io.LimitedReader{R: l.server, N: int64(ready)}); err != nil {
			return
		}
	}
}

// How many bytes the server has sent that were not passed on yet; 0 when it is done.
func (l *link) waitForBytes() int32 {
	raw, err := l.server.SyscallConn()
	if err != nil {
		return 0
	}
	var ready int32
	peeked := make([]byte, 1)
	_ = raw.Read(func(fd uintptr) bool {
		n, _, err := syscall.Recvfrom(int(fd), peeked, syscall.MSG_PEEK)
		if err == syscall.EAGAIN {
			return false
		}
		if err == nil && n > 0 {
			_, _, _ = syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCINQ, uintptr(unsafe.Pointer(&ready)))
		}
		return true
	})
	return ready
}
