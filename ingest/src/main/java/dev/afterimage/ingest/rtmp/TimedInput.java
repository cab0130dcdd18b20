package dev.afterimage.ingest.rtmp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Bytes of a socket until a deadline, however slowly they come: who sends one byte at a time does not hold a thread for long. */
final class TimedInput {

    private final Socket socket;
    private final InputStream in;
    private long deadline;
    private long count;

    TimedInput(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    /** What is read from now on must have come within this time. */
    void allow(long millis) {
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Bytes read so far. */
    long count() {
        return count;
    }

    int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    /** @throws EOFException where it ends before, SocketTimeoutException where it does not come in time */
    void read(byte[] into, int from, int length) throws IOException {
        int end = from + length;
        int at = from;
        while (at < end) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("nothing whole came in time");
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            int read = in.read(into, at, end - at);
            if (read < 0) {
                throw new EOFException("the sender closed the connection");
            }
            at += read;
            count += read;
        }
    }

    /** A number of so many bytes, the highest first. */
    int number(int bytes) throws IOException {
        int number = 0;
        for (int k = 0; k < bytes; k++) {
            number = number << 8 | read();
        }
        return number;
    }
}
