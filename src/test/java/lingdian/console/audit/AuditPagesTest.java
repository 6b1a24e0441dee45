package lingdian.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.console.frame.Assets;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Frame;
import lingdian.console.frame.Section;
import lingdian.console.frame.Templates;
import lingdian.console.frame.Words;
import lingdian.office.audit.AccessEntrySummary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page says of a café that was denied many persons. */
class AuditPagesTest {
    private static final String HOLDER = "36048210000011";
    private static final String DENIED = "36048210000012";

    @Test
    void aCafeThatHasMostOfThePersonsInUseIsNamedAndFound() {
        var holder = new AccessEntrySummary.Holder(HOLDER, 58, 60);

        assertThat(page(Language.ZH, holder))
                .contains("被拒绝的超过 60 人，其中 58 人在另一家场所尚未下机，也请核查该场所：")
                .contains("subject=" + HOLDER + "\">" + HOLDER + "</a>");
        assertThat(page(Language.EN, holder))
                .contains("More than 60 persons were denied, 58 of them because they have a session open in one other"
                        + " café. Look at that café, too: <a href=");
    }

    @Test
    void withoutOneNothingIsSaidOfIt() {
        assertThat(page(Language.ZH, null)).contains("试探证件").doesNotContain("尚未下机");
    }

    private static String page(Language language, AccessEntrySummary.@Nullable Holder holder) {
        var entry = new AccessEntrySummary(
                1,
                OffsetDateTime.parse("2026-07-10T12:00:00+08:00"),
                new AccessEntrySummary.LoggedActor("agent", DENIED, ""),
                "probe",
                "attempted",
                new AccessEntrySummary.LoggedSubject("cafe", DENIED, ""),
                null,
                holder);
        var wanted = new AuditPages.Wanted("", "", "", "", "", "", "", "");
        List<AuditPages.Entry> entries =
                List.of(AuditPages.Entry.of(entry, frame(language).times()));
        return new Templates()
                .render("audit/audit", frame(language), new AuditPages.Audit(wanted, entries, null, false));
    }

    private static Frame frame(Language language) {
        return new Frame(
                Words.in(language),
                new Assets(),
                null,
                List.of(),
                Section.AUDIT,
                "/audit",
                false,
                null,
                0,
                Instant.EPOCH,
                Theme.LIGHT,
                new ConsoleSettings(24, "", List.of(), 40));
    }
}
