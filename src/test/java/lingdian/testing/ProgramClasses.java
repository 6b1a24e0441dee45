package lingdian.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lingdian.Main;

/** Every class of the program, loaded from the directory of compiled classes without being initialised. */
public final class ProgramClasses {
    private static final String SUFFIX = ".class";

    private ProgramClasses() {}

    public static List<Class<?>> all() throws Exception {
        Path root = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root.resolve("lingdian"))) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(SUFFIX) && !file.endsWith("package-info.class"))
                    .<Class<?>>map(file -> named(
                            file.substring(0, file.length() - SUFFIX.length()).replace('/', '.')))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, ProgramClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
