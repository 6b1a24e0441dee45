package lingdian.console.exportlink;

import io.vertx.core.Future;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.office.exportlink.ExportLinkCalls;
import lingdian.office.exportlink.ExportLinkCalls.Link;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/** {@code /export-links}: makes a link to the list that a page shows, and shows and ends the account's own. */
public final class ExportLinkPages {
    private static final String PATH = "/export-links";
    private static final String API = "/api/v1/";

    public void mountOn(PageRouter pages) {
        pages.get(PATH, call -> show(call, 200, call.query("of"), null, ""))
                .post(PATH, this::create)
                .post(PATH + "/:id/end", this::end);
    }

    private static Future<Void> show(PageCall call, int status, String of, @Nullable Link made, String wrong) {
        return call.ask(ExportLinkCalls.list())
                .compose(links -> call.show(
                        status,
                        "exportlink/export-links",
                        null,
                        new ExportLinksView(of, list(of), made, wrong, links)));
    }

    private Future<Void> create(PageCall call) {
        String of = call.typed("of");
        return filter(of)
                .map(filter -> call.ask(
                        ExportLinkCalls.create(list(of), filter, call.typed("form"), call.typedNumber("minutes"))))
                .orElseGet(() -> Future.failedFuture(Refused.parameter("of", "expected the path of a list")))
                .compose(made -> show(call, 200, of, made, ""))
                .recover(failure -> failure instanceof Problem.Thrown refused
                        ? show(
                                call,
                                refused.problem().status(),
                                of,
                                null,
                                refused.problem().status() == 409 ? "too-many" : "filter")
                        : Future.failedFuture(failure));
    }

    private Future<Void> end(PageCall call) {
        return call.ask(ExportLinkCalls.end(call.id("id"))).compose(done -> call.seeOther(PATH, "export-link.ended"));
    }

    /** The name of the list that a path of the API answers. */
    private static String list(String path) {
        String name = path.startsWith(API) ? path.substring(API.length()).split("\\?", 2)[0] : "";
        return name.matches("[a-z-]{1,40}") ? name : "";
    }

    /** Empty where the path is malformed. */
    private static Optional<Map<String, String>> filter(String path) {
        var filter = new HashMap<String, String>();
        String[] parts = path.split("\\?", 2);
        for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            String[] named = pair.split("=", 2);
            if (named.length == 2 && !named[1].isEmpty()) {
                try {
                    filter.put(named[0], URLDecoder.decode(named[1], StandardCharsets.UTF_8));
                } catch (IllegalArgumentException malformed) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(filter);
    }
}
