package lingdian.access.signin;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import lingdian.platform.Template;

/**
 * The pages of the sign-in, each a template within the common frame.
 *
 * <p>They contain no script, so that they work under the strictest Content-Security-Policy.
 */
enum SignInPage {
    SIGN_IN,
    ACCOUNT,
    INVITATION,
    PASSWORD,
    SECOND_FACTOR,
    RECOVERY_CODES,
    ARRIVED,
    MESSAGE;

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; " + "frame-ancestors 'none'";

    private final Template template;

    SignInPage() {
        String frame = Template.text(SignInPage.class, "frame.html");
        String content =
                Template.text(SignInPage.class, name().toLowerCase(Locale.ROOT).replace('_', '-') + ".html");
        template = Template.of(frame.replace("{{content}}", content));
    }

    /** Sends the page. A missing value counts as absent. */
    void send(RoutingContext routing, int status, JsonObject values) {
        Language language = Language.of(routing);
        routing.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "same-origin") // the address of an invitation holds its token
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .end(html(values, language));
    }

    String html(JsonObject values, Language language) {
        JsonObject all = new JsonObject()
                .put("tag", language.tag())
                .put("otherTag", language.other().tag())
                .put("otherLang", language.other().code())
                .put("otherName", language.other().word("language"))
                .putNull("goTo")
                .putNull("fault")
                .mergeIn(values);
        String fault = all.getString("fault");
        return template.render(fault == null ? all : all.put("fault", language.word(fault)), language::word);
    }
}
