package lingdian.agent.desk;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import lingdian.platform.Template;

/** {@code GET /status} for programs and for people, the page for signing in, and the document of the local API. */
final class Pages {
    private static final int FORM_BYTES_MAX = 4_096;
    private static final Buffer DOCUMENT = Buffer.buffer(Template.text(Pages.class, "openapi.yaml"));
    private static final Buffer STYLE = Buffer.buffer(Template.text(Pages.class, "page.css"));

    private final StatusReport report;
    private final LocalAuthentication door;
    private final StatusPage page = new StatusPage();

    Pages(StatusReport report, LocalAuthentication door) {
        this.report = report;
        this.door = door;
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
        router.post("/page/*").handler(BodyHandler.create(false).setBodyLimit(FORM_BYTES_MAX));
        router.post("/page/sign-in").handler(this::signIn);
        router.post("/page/sign-out").handler(this::signOut);
    }

    private void status(RoutingContext routing) {
        boolean page = wantsPage(routing);
        if (!door.mayLook(routing)) {
            refuse(routing, page);
        } else if (page) {
            html(routing, this.page.status(report.json(), language(routing)));
        } else {
            LocalApi.json(routing, report.json());
        }
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
            seeOther(routing, "?lang=" + language(routing).code());
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
