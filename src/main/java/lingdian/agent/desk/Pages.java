package lingdian.agent.desk;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Supplier;
import lingdian.platform.text.Template;

/** {@code GET /status} for programs and for people, the page for signing in, and the document of the local API. */
final class Pages {
    private static final int FORM_BYTES_MAX = 4_096;
    /** The origin of {@link OpeningPage}, as browsers state it. */
    private static final String FROM_A_FILE = "null";

    private static final Buffer DOCUMENT = Buffer.buffer(Template.text(Pages.class, "openapi.yaml"));
    private static final Buffer STYLE = Buffer.buffer(Template.text(Pages.class, "page.css"));

    private final StatusReport report;
    private final LocalAuthentication door;
    private final Supplier<Future<JsonObject>> patrol;
    private final StatusPage page = new StatusPage();

    /** @param patrol records one, as the API does */
    Pages(StatusReport report, LocalAuthentication door, Supplier<Future<JsonObject>> patrol) {
        this.report = report;
        this.door = door;
        this.patrol = patrol;
    }

    void mountOn(Router router) {
        router.get("/").handler(routing -> seeOther(routing, ""));
        router.get("/status").handler(this::status);
        router.get("/page.css")
                .handler(routing -> routing.response()
                        .putHeader("content-type", "text/css; charset=utf-8")
                        .end(STYLE));
        router.get("/openapi.yaml")
                .handler(routing -> routing.response()
                        .putHeader("content-type", "application/yaml")
                        .end(DOCUMENT));
        form(router, "/page/sign-in", this::signIn);
        form(router, "/page/sign-out", this::signOut);
        form(router, "/page/patrol", this::patrol);
    }

    /** By path, not for all below {@code /page/}: an unknown path would be 405 instead of 404. */
    private static void form(Router router, String path, Handler<RoutingContext> action) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX))
                .handler(action);
    }

    private void status(RoutingContext routing) {
        boolean page = wantsPage(routing);
        if (!door.mayLook(routing)) {
            refuse(routing, page);
        } else if (page) {
            show(routing, false);
        } else {
            LocalApi.json(routing, report.json());
        }
    }

    private void show(RoutingContext routing, boolean patrolFailed) {
        String form = door.formToken(routing).orElse(null);
        html(routing, page.status(report.json(), form, patrolFailed, language(routing)));
    }

    /** A form that is not of the open page records nothing: it leads to the page, or to its sign-in. */
    private void patrol(RoutingContext routing) {
        if (!door.isOwnForm(routing)) {
            seeOther(routing, "?lang=" + language(routing).code());
            return;
        }
        patrol.get()
                .onSuccess(recorded ->
                        seeOther(routing, "?lang=" + language(routing).code()))
                .onFailure(failure -> {
                    routing.response().setStatusCode(503);
                    show(routing, true);
                });
    }

    private void refuse(RoutingContext routing, boolean withPage) {
        if (withPage) {
            html(routing, page.signIn(false, language(routing)));
        } else {
            LocalAuthentication.secretMissing().send(routing);
        }
    }

    private void signIn(RoutingContext routing) {
        if (door.opensWith(routing.request().getFormAttribute("secret"))) {
            door.letIn(routing);
            String query = "?lang=" + language(routing).code();
            if (FROM_A_FILE.equals(routing.request().getHeader("origin"))) {
                // Led on from there, a browser would leave the new cookie out; from a page of the agent it does not.
                routing.response().putHeader("refresh", "0;url=/status" + query);
                html(routing, "<!DOCTYPE html><title>…</title><a href=\"/status" + query + "\">→</a>");
            } else {
                seeOther(routing, query);
            }
        } else {
            routing.response().setStatusCode(403);
            html(routing, page.signIn(true, language(routing)));
        }
    }

    private void signOut(RoutingContext routing) {
        door.seeOut(routing);
        seeOther(routing, "?lang=" + language(routing).code());
    }

    /** A browser accepts HTML explicitly; most programs send no such header. */
    private static boolean wantsPage(RoutingContext routing) {
        String accept = routing.request().getHeader("accept");
        return accept != null && accept.contains("text/html");
    }

    private static PageLanguage language(RoutingContext routing) {
        return PageLanguage.of(
                routing.request().getParam("lang"), routing.request().getHeader("accept-language"));
    }

    private static void html(RoutingContext routing, String html) {
        routing.response().putHeader("content-type", "text/html; charset=utf-8").end(html);
    }

    private static void seeOther(RoutingContext routing, String query) {
        routing.response()
                .setStatusCode(303)
                .putHeader("location", "/status" + query)
                .end();
    }
}
