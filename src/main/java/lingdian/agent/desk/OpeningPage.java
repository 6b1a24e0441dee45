package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import lingdian.platform.text.Template;
import lingdian.vault.seal.NewFile;

/**
 * A file in the agent's directory that opens its page in a browser, so that nobody must type 64 characters. It holds the
 * local secret, and is as private as the file of the secret.
 */
public final class OpeningPage {
    public static final String FILE = "open.html";

    private OpeningPage() {}

    /** @param url of the local API */
    public static void write(Path directory, String url, String secret) throws IOException {
        byte[] page = Template.read(OpeningPage.class, FILE)
                .render(new JsonObject().put("url", url).put("secret", secret), UnaryOperator.identity())
                .getBytes(StandardCharsets.UTF_8);
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            NewFile.replace(file, page);
        } else {
            NewFile.write(file, page);
        }
    }
}
