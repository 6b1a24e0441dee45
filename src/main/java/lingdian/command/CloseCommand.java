package lingdian.command;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin close}: a time in which a café is not operating. */
@Command(
        name = "close",
        description = "Enter a time in which a café is not operating.",
        mixinStandardHelpOptions = true)
final class CloseCommand implements Callable<Integer> {
    @Mixin
    private AdminCommand.Desk desk = new AdminCommand.Desk();

    @Parameters(paramLabel = "PLACE_CODE", description = "The café.")
    private String placeCode = "";

    @Option(names = "--kind", required = true, paramLabel = "KIND", description = "Either temporary or permanent.")
    private String kind = "";

    @Option(names = "--document", required = true, paramLabel = "TEXT", description = "The document that it rests on.")
    private String document = "";

    @Option(names = "--from", paramLabel = "TIME", description = "RFC 3339; default: now.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "RFC 3339; default: until it is ended.")
    private @Nullable String to;

    @Override
    public Integer call() throws IOException {
        return desk.run((api, out) -> {
            JsonObject made = api.call(
                            HttpMethod.POST,
                            "/cafes/" + placeCode + "/closures",
                            new JsonObject()
                                    .put("kind", kind)
                                    .put("from", from)
                                    .put("to", to)
                                    .put("document", document))
                    .await();
            out.println(made.getString("id") + "\tfrom " + made.getString("from"));
            return 0;
        });
    }
}
