package lingdian.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The disk of a simulated café, in files of this machine. A power cut leaves all forced bytes, and any prefix of the
 * writes since then. The disk can be full.
 */
public final class SimulatedDisk implements SpoolDisk {
    private final Map<Path, List<Undo>> unforced = new HashMap<>();
    private final List<FileChannel> opened = new ArrayList<>();
    private final Random random;
    private final boolean lying;
    private boolean full;

    private record Undo(long length, long position, byte[] before) {}

    /** @param lying whether the disk reports a force as done without making the data durable */
    public SimulatedDisk(Random random, boolean lying) {
        this.random = random;
        this.lying = lying;
    }

    public void full(boolean now) {
        full = now;
    }

    /** Simulates a power failure: undoes some of the latest unforced writes, one of them perhaps in part. */
    public void powerCut(Path root) throws IOException {
        for (Map.Entry<Path, List<Undo>> file : unforced.entrySet()) {
            if (Files.exists(file.getKey())) {
                undo(file.getKey(), file.getValue());
            }
        }
        unforced.clear();
        for (FileChannel channel : opened) {
            channel.close();
        }
        opened.clear();
        Files.deleteIfExists(root.resolve("lock")); // the program that held it is gone
    }

    private void undo(Path path, List<Undo> writes) throws IOException {
        int kept = random.nextInt(writes.size() + 1);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            for (int i = writes.size() - 1; i >= kept; i--) {
                Undo undo = writes.get(i);
                channel.write(ByteBuffer.wrap(undo.before()), undo.position());
                long torn = i == kept ? random.nextLong(Math.max(1, channel.size() - undo.length() + 1)) : 0;
                channel.truncate(undo.length() + torn);
            }
        }
    }

    @Override
    public Writable open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        opened.add(channel);
        return new Writable() {
            @Override
            public void write(ByteBuffer bytes, long position) throws IOException {
                if (full && bytes.remaining() > 200) {
                    throw new IOException("No space left on device");
                }
                remember(channel, file, position, bytes.remaining());
                channel.write(bytes, position);
            }

            @Override
            public void force() {
                if (!lying) {
                    unforced.remove(file);
                }
            }

            @Override
            public void truncate(long length) throws IOException {
                channel.truncate(length);
                unforced.remove(file);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private void remember(FileChannel channel, Path file, long position, int length) throws IOException {
        long size = channel.size();
        ByteBuffer before = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - position)));
        channel.read(before, position);
        unforced.computeIfAbsent(file, path -> new ArrayList<>()).add(new Undo(size, position, before.array()));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        var moved = new HashMap<Path, List<Undo>>();
        unforced.forEach(
                (path, writes) -> moved.put(path.startsWith(from) ? to.resolve(from.relativize(path)) : path, writes));
        unforced.clear();
        unforced.putAll(moved);
    }

    @Override
    public void syncDirectory(Path directory) {}

    @Override
    public long usableBytes(Path directory) {
        return full ? 0 : Long.MAX_VALUE;
    }
}
