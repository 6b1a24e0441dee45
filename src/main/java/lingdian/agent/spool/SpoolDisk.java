package lingdian.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lingdian.platform.secret.FileProtection;
import lingdian.platform.secret.FileReplacement;

/**
 * The disk that the spool writes to. An interface, so that tests can simulate a full or failing disk. Reads go to the
 * files directly.
 */
interface SpoolDisk {
    /** From the messages of Linux and Windows in English and Chinese: Java has no other sign of it. */
    List<String> NO_ROOM = List.of("space", "quota", "空间", "配额", "限额");

    /** A file that is written at given positions and made durable on request. */
    interface Writable extends Closeable {
        /** Writes all of {@code bytes} from {@code position} on. */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** On return everything written survives a power failure. */
        void force() throws IOException;

        void truncate(long length) throws IOException;
    }

    /** Opens a file, or creates it, readable by its owner only. */
    Writable open(Path file) throws IOException;

    /** The space that may still be written, in bytes. */
    long usableBytes(Path directory);

    /** Replaces a small file completely or not at all; durable on return. */
    default void replace(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (Writable writable = open(draft)) {
            writable.truncate(0);
            writable.write(ByteBuffer.wrap(content), 0);
            writable.force();
        }
        move(draft, file);
    }

    /** Renames durably within one directory. */
    default void move(Path from, Path to) throws IOException {
        FileReplacement.move(from, to);
        syncDirectory(Real.parent(to));
    }

    /** On return the names in the directory survive a power failure. */
    default void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // some systems cannot open a directory; there the rename itself is durable
        }
    }

    /** Whether a failure means that the disk is full, rather than broken. */
    static boolean noRoom(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return NO_ROOM.stream().anyMatch(message::contains);
    }

    /** Creates a directory and its parents, accessible to the owner only. */
    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(Real.parent(directory));
        FileProtection protection = FileProtection.of(directory);
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, protection.ofNewDirectory());
        }
        protection.closeDirectory(directory);
    }

    /** The disk of this machine. */
    final class Real implements SpoolDisk {
        @Override
        public Writable open(Path file) throws IOException {
            FileProtection protection = FileProtection.of(file);
            FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), protection.ofNewFile());
            if (channel.size() == 0) {
                protection.completeFile(file);
            }
            return new Writable() {
                @Override
                public void write(ByteBuffer bytes, long position) throws IOException {
                    long at = position;
                    while (bytes.hasRemaining()) {
                        at += channel.write(bytes, at);
                    }
                }

                @Override
                public void force() throws IOException {
                    channel.force(true);
                }

                @Override
                public void truncate(long length) throws IOException {
                    channel.truncate(length);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        @Override
        public long usableBytes(Path directory) {
            return directory.toFile().getUsableSpace();
        }

        private static Path parent(Path path) {
            Path parent = path.toAbsolutePath().normalize().getParent();
            return parent == null ? path : parent;
        }
    }
}
