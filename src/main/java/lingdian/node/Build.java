package lingdian.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from, so that an operator sees on each node which version answers. The build writes it
 * into a resource.
 *
 * @param revision the commit, abbreviated; {@code unknown} if it was built without a repository
 * @param java the version of Java that runs it
 */
record Build(String version, String revision, String java) {
    private static final String RESOURCE = "/lingdian/build.properties";

    static Build ofThisProgram() {
        var written = new Properties();
        try (InputStream resource = Build.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                written.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                written.getProperty("version", "unknown"),
                written.getProperty("revision", "unknown"),
                Runtime.version().toString());
    }
}
