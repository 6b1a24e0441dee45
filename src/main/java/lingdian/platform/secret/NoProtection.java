package lingdian.platform.secret;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;

/** A file system that cannot close a file to anybody, such as FAT on a memory stick. */
record NoProtection() implements FileProtection {
    @Override
    public FileAttribute<?>[] ofNewFile() {
        return new FileAttribute<?>[0];
    }

    @Override
    public FileAttribute<?>[] ofNewDirectory() {
        return new FileAttribute<?>[0];
    }

    @Override
    public void completeFile(Path file) {}

    @Override
    public void closeDirectory(Path directory) {}

    @Override
    public Optional<String> fault(Path file) {
        return Optional.empty();
    }
}
