package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requirements on every page: both languages have all its texts, every value is escaped, no script but the one that asks for a passkey. */
class PagesTest {
    private static final String EVIL = "<script>alert('x')</script>\"";

    private static final String SCRIPT = "<script type=\"module\" src=\"" + PasskeyPages.SCRIPT + "\"></script>";

    @Test
    void bothLanguagesHaveTheSameWords() {
        assertThat(Language.ZH.keys()).isEqualTo(Language.EN.keys());
    }

    @ParameterizedTest
    @EnumSource(SignInPage.class)
    void everyPageIsThereInBothLanguagesAndSafe(SignInPage page) {
        for (Language language : Language.values()) {
            String html = page.html(values(), language);

            assertThat(html).contains("<html lang=\"" + language.tag() + "\">").doesNotContain("{{");
            assertThat(html.replace(SCRIPT, ""))
                    .doesNotContain("<script")
                    .doesNotContain("style=")
                    .doesNotContainPattern(" on\\w+=");
        }
    }

    private static JsonObject values() {
        return new JsonObject()
                .put("csrf", EVIL)
                .put("signedOut", true)
                .put("passwordSet", true)
                .put("next", EVIL)
                .put("name", EVIL)
                .put("named", true)
                .put("provider", EVIL)
                .put("role", EVIL)
                .put("byPassword", true)
                .put("hasFactor", false)
                .put("token", EVIL)
                .put("mustEnrol", true)
                .put("mayGoOn", true)
                .put("asksPassword", true)
                .put("secret", EVIL)
                .put("link", EVIL)
                .put("confirming", true)
                .put("codeSize", EVIL)
                .put("codePath", EVIL)
                .put("codes", new JsonArray().add(new JsonObject().put("code", EVIL)))
                .put("hasOthers", true)
                .put(
                        "sessions",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("session", EVIL)
                                        .put("isThis", false)
                                        .put("browser", EVIL)
                                        .put("began", EVIL)
                                        .put("seen", EVIL)))
                .put("passkeys", true)
                .put("challenge", EVIL)
                .put("options", EVIL)
                .put("keyName", EVIL)
                .put("impossible", false)
                .put("needsCodes", false)
                .put("needsPassword", false)
                .put("copied", true)
                .put("mayAdd", true)
                .put("mustSignIn", true)
                .put("isFull", true)
                .put("hasKeys", true)
                .put(
                        "keys",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("key", EVIL)
                                        .put("keyName", EVIL)
                                        .put("added", EVIL)
                                        .put("used", EVIL)
                                        .put("refused", EVIL)))
                .put("goTo", "/home")
                .put("fault", "form.forged");
    }
}
