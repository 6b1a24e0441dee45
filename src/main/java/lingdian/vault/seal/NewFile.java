package lingdian.vault.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lingdian.platform.secret.FileProtection;
import lingdian.platform.secret.FileReplacement;

/** Writes a secret file that did not exist: completely or not at all, durable, and readable by its owner only. */
public final class NewFile {
    private NewFile() {}

    /** @throws FileAlreadyExistsException if the file exists, even if another process creates it meanwhile */
    public static void write(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().normalize().getParent();
        if (directory == null) {
            throw new FileAlreadyExistsException(file.toString());
        }
        createDirectories(directory);
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path draft = directory.resolve("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            writeDurably(draft, content);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncDirectory(directory);
    }

    /** Replaces the content of a file atomically: a reader gets the old or the new content. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path target = file.toRealPath(); // a link stays one
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        try {
            writeDurably(draft, content);
            FileReplacement.move(draft, target);
        } finally {
            Files.deleteIfExists(draft);
        }
        syncDirectory(Objects.requireNonNull(target.getParent()));
    }

    private static void createDirectories(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException fileInTheWay) {
            throw new NotDirectoryException(fileInTheWay.getFile()); // else callers think that the secret exists
        }
    }

    private static void writeDurably(Path draft, byte[] content) throws IOException {
        FileProtection protection = FileProtection.of(draft);
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), protection.ofNewFile())) {
            protection.completeFile(draft);
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** A link rather than a rename, because a rename would replace a file that another process has just created. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (IOException | UnsupportedOperationException noLinksHere) {
            Files.move(draft, file); // refuses an existing file too, but not atomically
        }
    }

    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // some systems cannot open a directory; there the rename itself is durable
        }
    }
}
