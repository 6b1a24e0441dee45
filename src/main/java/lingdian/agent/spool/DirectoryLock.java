package lingdian.agent.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second agent out of a directory. The operating system releases it however the program ends. */
final class DirectoryLock implements Closeable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws SpoolLockedException if another agent holds it, in this program or another */
    static DirectoryLock take(Path root) throws IOException {
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException inThisProgram) {
            // reported below
        }
        channel.close();
        throw new SpoolLockedException("another agent uses the directory " + root);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
