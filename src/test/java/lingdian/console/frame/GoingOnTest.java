package lingdian.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.access.signin.Language;
import lingdian.office.casework.CaseDetail;
import lingdian.office.casework.CaseDetail.Bilingual;
import lingdian.office.casework.CaseDetail.Finding;
import lingdian.office.casework.CaseProgress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the badge of a case says beside the sentence about its gravest finding. */
class GoingOnTest {
    private static final OffsetDateTime NIGHT = OffsetDateTime.parse("2026-07-11T00:00:00+08:00");

    @Test
    void whereThereAreSeveralFindingsItNamesWhatGoesOn() {
        Finding over = finding("OVERTIME_OPERATION", 0, NIGHT.plusHours(1));
        Finding minor = finding("MINOR_ADMITTED", 2, null);
        Finding shared = finding("IDENTITY_SHARED", 1, null);

        assertThat(going(over, minor)).isEqualTo(new GoingOn("2026-07-10T18:00:00Z", "1:00:00", "接纳未成年人"));
        assertThat(going(minor, over, shared)).isEqualTo(new GoingOn("2026-07-10T17:00:00Z", "2:00:00", "一证多机等 2 条"));
        assertThat(going(minor).what()).as("the sentence is about it").isEmpty();
        assertThat(going(over).isAny()).isFalse();
    }

    private static GoingOn going(Finding... findings) {
        var detail = new CaseDetail(
                UUID.randomUUID(),
                1,
                new CaseDetail.About("", "36048110000001", "360481", "culture", "2026-07-10", "high", "", NIGHT),
                new Bilingual("", ""),
                true,
                List.of(),
                Arrays.asList(findings),
                findings.length,
                List.of(),
                new CaseDetail.Papers(List.of(), List.of(), List.of(), List.of()),
                new CaseProgress("lead", "", "", List.of(), null, List.of(), List.of()),
                null);
        return GoingOn.of(detail, Words.in(Language.ZH), Instant.parse("2026-07-10T19:00:00Z"));
    }

    private static Finding finding(String code, int hours, @Nullable OffsetDateTime endedAt) {
        return new Finding(
                UUID.randomUUID(),
                code,
                "fact",
                NIGHT.plusHours(hours),
                endedAt,
                new Bilingual("", ""),
                "new",
                "",
                false,
                "",
                false);
    }
}
