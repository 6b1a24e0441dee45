package lingdian.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk that can be full, and that does not wait for the hardware: other tests cover power cuts. */
final class SmallDisk implements SpoolDisk {
    private final SpoolDisk real = new Real();
    /** The number of bytes that may still be written; overwriting counts like appending. */
    volatile long room = Long.MAX_VALUE;

    volatile long usable = Long.MAX_VALUE;
    volatile int forces;

    @Override
    public Writable open(Path file) throws IOException {
        Writable to = real.open(file);
        return new Writable() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                int fits = (int) Math.min(room, bytes.remaining());
                boolean full = fits < bytes.remaining();
                room -= fits;
                to.write(bytes.slice(bytes.position(), fits), position);
                if (full) {
                    throw new IOException("No space left on device");
                }
                bytes.position(bytes.limit());
            }

            @Override
            public void force() {
                forces++;
            }

            @Override
            public void truncate(long length) throws IOException {
                to.truncate(length);
            }

            @Override
            public void close() throws IOException {
                to.close();
            }
        };
    }

    @Override
    public void syncDirectory(Path directory) {}

    @Override
    public long usableBytes(Path directory) {
        return usable;
    }
}
