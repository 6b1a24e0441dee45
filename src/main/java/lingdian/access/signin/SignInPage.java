package lingdian.access.signin;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import lingdian.platform.text.Template;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the sign-in, each a template within the common frame.
 *
 * <p>They work without a script, under the strictest Content-Security-Policy. Only where the browser is asked for a passkey
 * is there one, in a file of ours.
 */
enum SignInPage {
    SIGN_IN("sign.in"),
    ACCOUNT("account"),
    INVITATION("invitation"),
    PASSWORD("password.change"),
    SECOND_FACTOR("factor.set"),
    RECOVERY_CODES("recovery"),
    SECOND_STEP("second-step", true),
    PASSKEYS("passkeys"),
    PASSKEY_NEW("passkey.add", true),
    ARRIVED("sign.in"),
    MESSAGE("sign.in");

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String THEME = "theme";

    private final Template template;
    private final String heading;
    private final boolean asksForPasskey;

    SignInPage(String heading) {
        this(heading, false);
    }

    /** @param heading the key of the text by which a browser's tab names the page */
    SignInPage(String heading, boolean asksForPasskey) {
        this.heading = heading;
        this.asksForPasskey = asksForPasskey;
        String frame = Template.text(SignInPage.class, "frame.html");
        String content =
                Template.text(SignInPage.class, name().toLowerCase(Locale.ROOT).replace('_', '-') + ".html");
        template = Template.of(frame.replace("{{content}}", content));
    }

    /** What the page looks like, of a request that the pages of the sign-in answer. */
    static void darken(RoutingContext routing, Theme theme) {
        routing.put(THEME, theme);
    }

    /** Sends the page. A missing value counts as absent. */
    void send(RoutingContext routing, int status, JsonObject values) {
        Language language = Language.of(routing);
        routing.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", asksForPasskey ? POLICY + "; script-src 'self'" : POLICY)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Referrer-Policy", "same-origin") // the address of an invitation holds its token
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .end(html(values.copy().put(THEME, theme(routing)), language));
    }

    private static @Nullable String theme(RoutingContext routing) {
        Theme theme = routing.get(THEME);
        return theme == null ? null : theme.attribute();
    }

    String html(JsonObject values, Language language) {
        JsonObject all = new JsonObject()
                .put("tag", language.tag())
                .put("heading", language.word(heading))
                .put("otherTag", language.other().tag())
                .put("otherLang", language.other().code())
                .put("otherName", language.other().word("language"))
                .putNull(THEME)
                .putNull("goTo")
                .put("script", asksForPasskey ? PasskeyPages.SCRIPT : null)
                .putNull("fault")
                .mergeIn(values);
        String fault = all.getString("fault");
        return template.render(fault == null ? all : all.put("fault", language.word(fault)), language::word);
    }
}
