package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import lingdian.agent.spool.UplinkState;
import lingdian.domain.document.MaskedPerson;
import lingdian.platform.text.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusPageTest {
    private static final Instant NOW = Instant.parse("2026-07-01T15:50:00Z"); // 23:50 local
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    private final StatusPage page = new StatusPage();
    private final Premises premises = new Premises();
    private UplinkState uplink = uplink(true, 0, null, false, List.of());

    @Test
    void bothLanguagesHaveEveryText() {
        assertThat(PageLanguage.ZH.keys()).isEqualTo(PageLanguage.EN.keys());
        for (Warning.Kind kind : Warning.Kind.values()) {
            assertThat(PageLanguage.EN.keys()).contains("warning." + kind.wire());
        }
        assertThat(PageLanguage.EN.keys())
                .allSatisfy(key -> assertThat(PageLanguage.EN.word(key)).doesNotContainPattern(CHINESE));
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatIsWrongIsSaid(PageLanguage language) {
        uplink = uplink(false, 42, "the agent key was ended", true, List.of("broken-1"));
        premises.seat(guest("A07"));
        warnings();

        String html = page.status(report().json(), null, false, language);

        assertThat(html)
                .contains("42 ", "the agent key was ended", "broken-1", language.word("disk.full"))
                .contains(
                        language.word("disconnected"),
                        language.word("withheld"),
                        language.word("hours.from.regulation"))
                .contains("A07", "张*", "3604************12", "07-01 23:40<", "08:00–24:00")
                .contains("lang=\"" + language.tag() + "\"")
                .doesNotContain("{{", "}}", "null", "{minutes}", "{reason}", "{seq}", "{terminal}");
    }

    @ParameterizedTest
    @EnumSource
    void aQuietCafeLooksQuiet(PageLanguage language) {
        String html = page.status(report().json(), null, false, language);

        assertThat(html)
                .contains(language.word("connected"), language.word("unsent.none"), language.word("guests.none"))
                .contains(language.word("warnings.none"))
                .doesNotContain("role=\"alert\"", "{{", "null");
    }

    /** The service will call it an unregistered terminal, so the front desk hears of it first. */
    @ParameterizedTest
    @EnumSource
    void aTerminalInUseWithoutALoginIsNamed(PageLanguage language) {
        premises.seat(guest("A07"));
        premises.inUse().reported(List.of("A07", "A15"), NOW);

        assertThat(page.status(report().json(), null, false, language))
                .contains(language.word("without.guest") + " A15<");
    }

    @ParameterizedTest
    @EnumSource
    void aPatrolIsRecordedByAButtonOfTheOpenPage(PageLanguage language) {
        assertThat(page.status(report().json(), null, false, language))
                .contains(language.word("patrol.none"))
                .doesNotContain("/page/patrol", language.word("patrol.failed"));

        premises.patrolAt(NOW);
        assertThat(page.status(report().json(), "token", true, language))
                .contains("/page/patrol?lang=" + language.code(), "value=\"token\"", language.word("patrol.record"))
                .contains(language.word("patrol.last") + " <time>07-01 23:50</time>", language.word("patrol.failed"))
                .doesNotContain(language.word("patrol.none"));
    }

    @ParameterizedTest
    @EnumSource
    void theDoorSaysWhereTheSecretIs(PageLanguage language) {
        assertThat(page.signIn(false, language))
                .contains("local-secret", language.word("sign.in"))
                .doesNotContain("{{", language.word("sign.in.wrong"));
        assertThat(page.signIn(true, language)).contains(language.word("sign.in.wrong"));
    }

    @Test
    void inEnglishNothingButNamesIsChinese() {
        premises.seat(guest("A07"));
        warnings();

        assertThat(page.status(report().json(), null, false, PageLanguage.EN)
                        .replace("张*", "")
                        .replace(PageLanguage.ZH.word("language"), ""))
                .doesNotContainPattern(CHINESE);
    }

    @Test
    void whatCafesWroteIsEscaped() {
        premises.warnings()
                .add(Warning.Kind.STOPPED, NOW, new JsonObject().put("reason", "<script>alert('x')</script>"));

        assertThat(page.status(report().json(), null, false, PageLanguage.EN))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;");
    }

    @Test
    void chineseComesFirst() {
        assertThat(PageLanguage.of(null, null)).isEqualTo(PageLanguage.ZH);
        assertThat(PageLanguage.of(null, "zh-CN,zh;q=0.9,en;q=0.8")).isEqualTo(PageLanguage.ZH);
        assertThat(PageLanguage.of(null, "fr,en;q=0.5")).isEqualTo(PageLanguage.ZH);
        assertThat(PageLanguage.of(null, "en-GB,en;q=0.9")).isEqualTo(PageLanguage.EN);
        assertThat(PageLanguage.of("zh", "en-GB")).isEqualTo(PageLanguage.ZH);
        assertThat(PageLanguage.of("en", "zh-CN")).isEqualTo(PageLanguage.EN);
        assertThat(PageLanguage.of("klingon", "zh-CN")).isEqualTo(PageLanguage.ZH);
    }

    @Test
    void aForgottenValueIsAnError() {
        assertThatThrownBy(() -> Template.of("{{name}}").render(new JsonObject(), key -> key))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Template.of("{{#a}}{{/b}}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Template.of("{{#rows}}<{{x}}{{y}}>{{/rows}}{{^rows}}none{{/rows}}{{t.word}}")
                        .render(
                                new JsonObject()
                                        .put("y", "&")
                                        .put(
                                                "rows",
                                                new JsonArray()
                                                        .add(new JsonObject().put("x", 1))
                                                        .add(new JsonObject().put("x", 2))),
                                String::toUpperCase))
                .isEqualTo("<1&amp;><2&amp;>WORD");
    }

    private void warnings() {
        for (Warning.Kind kind : Warning.Kind.values()) {
            premises.warnings()
                    .add(
                            kind,
                            NOW,
                            new JsonObject()
                                    .put("minutes", 15)
                                    .put("closesAt", "2026-07-02T00:00:00+08:00")
                                    .put("reason", "r")
                                    .put(
                                            "reasons",
                                            new JsonArray().add("under-age").add("new-reason"))
                                    .put("terminal", "A07")
                                    .put("seq", 7)
                                    .put("code", "invalid-event"));
        }
    }

    private StatusReport report() {
        return new StatusReport(() -> uplink, List::of, premises, () -> NOW);
    }

    private static Guest guest(String terminal) {
        return new Guest(
                "s-1",
                terminal,
                Instant.parse("2026-07-01T15:40:00Z"),
                1,
                new PersonKey("p"),
                new MaskedPerson("111", "3604************12", "张*"),
                true);
    }

    private static UplinkState uplink(
            boolean connected, long unsent, String stopped, boolean diskFull, List<String> setAside) {
        return new UplinkState(
                connected, NOW, new UUID(1, 2), unsent, 0, unsent, connected ? NOW : null, stopped, diskFull, setAside);
    }
}
