package lingdian.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A disk whose power fails at a given operation. Afterwards each file has all forced bytes. Of the bytes written since
 * then, any sectors may be there and others may have their earlier contents, in any order: disks and file systems
 * promise no more.
 */
final class PowerCutDisk implements SpoolDisk {
    private static final int SECTOR = 512;

    private final SpoolDisk real = new Real();
    private final Map<Path, byte[]> forced = new HashMap<>();
    private final Random random;
    private int operations;

    /** The power is off. Running code learns of it only through this exception. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param operations the number of operations that succeed */
    PowerCutDisk(Random random, int operations) {
        this.random = random;
        this.operations = operations;
    }

    /** Changes the files to a state in which they may be when the power is back. */
    void fail() throws IOException {
        for (Map.Entry<Path, byte[]> file : forced.entrySet()) {
            if (Files.exists(file.getKey())) {
                Files.write(file.getKey(), torn(file.getValue(), Files.readAllBytes(file.getKey())));
            }
        }
    }

    @Override
    public Writable open(Path file) throws IOException {
        operation();
        Writable to = real.open(file);
        forced.putIfAbsent(file, Files.readAllBytes(file));
        return new Writable() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                boolean cut = operations <= 0;
                to.write(bytes, position); // the last write may be there in part
                if (cut) {
                    throw new PowerCut();
                }
                operation();
            }

            @Override
            public void force() throws IOException {
                operation();
                forced.put(file, Files.readAllBytes(file));
            }

            @Override
            public void truncate(long length) throws IOException {
                operation();
                to.truncate(length);
                byte[] before = forced.get(file);
                if (before != null && before.length > length) {
                    forced.put(file, Arrays.copyOf(before, (int) length)); // else fail() would undo it
                }
            }

            @Override
            public void close() throws IOException {
                to.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        operation();
        Map<Path, byte[]> moved = new HashMap<>();
        forced.forEach((path, content) ->
                moved.put(path.startsWith(from) ? to.resolve(from.relativize(path)) : path, content));
        Files.move(from, to);
        forced.clear();
        forced.putAll(moved);
    }

    @Override
    public void syncDirectory(Path directory) {
        operation();
    }

    @Override
    public long usableBytes(Path directory) {
        return Long.MAX_VALUE;
    }

    private void operation() {
        if (operations-- <= 0) {
            throw new PowerCut();
        }
    }

    private byte[] torn(byte[] before, byte[] after) {
        int length = random.nextBoolean() ? after.length : between(before.length, after.length);
        byte[] torn = Arrays.copyOf(before, length);
        for (int from = 0; from < length; from += SECTOR) {
            if (random.nextBoolean() && from < after.length) {
                System.arraycopy(after, from, torn, from, Math.min(SECTOR, Math.min(length, after.length) - from));
            }
        }
        return torn;
    }

    private int between(int one, int other) {
        return Math.min(one, other) + random.nextInt(Math.abs(one - other) + 1);
    }
}
