package lingdian.platform.secret;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Renames a file or directory atomically, over an existing file too.
 *
 * <p>On Windows a virus scanner or a backup may hold a file open for a moment, and the renaming is refused meanwhile, so
 * it is repeated for a second. POSIX refuses for lasting reasons only.
 */
public final class FileReplacement {
    private static final int ATTEMPTS = 20;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final boolean WINDOWS = File.separatorChar == '\\';

    /** One attempt. */
    @FunctionalInterface
    interface Move {
        void run() throws IOException;
    }

    private FileReplacement() {}

    /** Blocking: not for an event loop. */
    public static void move(Path from, Path to) throws IOException {
        repeat(
                () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING),
                WINDOWS ? ATTEMPTS : 1,
                PAUSE_NANOS);
    }

    static void repeat(Move move, int attempts, long pauseNanos) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                move.run();
                return;
            } catch (FileSystemException refused) {
                if (attempt >= attempts || !mayPass(refused)) {
                    throw refused;
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    /** "Access denied", or "used by another process", which Java reports as no subclass of its own. */
    private static boolean mayPass(FileSystemException refused) {
        return refused instanceof AccessDeniedException || refused.getClass() == FileSystemException.class;
    }
}
