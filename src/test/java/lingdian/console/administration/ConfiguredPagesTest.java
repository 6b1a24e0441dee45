package lingdian.console.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.console.frame.Assets;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Frame;
import lingdian.console.frame.Section;
import lingdian.console.frame.Templates;
import lingdian.console.frame.TypedForm;
import lingdian.console.frame.Words;
import lingdian.domain.AccountId;
import lingdian.domain.region.Regions;
import lingdian.office.rules.RuleSetDetail;
import lingdian.office.rules.RuleSetDetail.ListedRule;
import lingdian.office.rules.RuleSetOutline;
import lingdian.office.setup.SetupGaps.Releasers;
import org.junit.jupiter.api.Test;

/** Pages say what is configured, where the tests of the whole console have another setting. */
class ConfiguredPagesTest {
    private static final String ADDRESS = "https://lingdian.example";

    private final Frame frame = new Frame(
            Words.in(Language.ZH),
            new Assets(),
            null,
            List.of(),
            Section.ADMINISTRATION,
            "/administration",
            false,
            null,
            0,
            Instant.EPOCH,
            Theme.LIGHT,
            new ConsoleSettings(12, ADDRESS, List.of("admin"), 40));

    private final Templates templates = new Templates();

    @Test
    void lettersBeginWithTheConfiguredAddress() {
        String page = templates.render(
                "administration/keys", frame, new KeysView(false, "", "", List.of(), null, TypedForm.EMPTY));

        assertThat(page).contains("value=\"" + ADDRESS + "\"", "已填入系统配置的地址");
    }

    @Test
    void invitationsBeginWithItAndSayWhetherTheRoleNeedsCodes() {
        var given = new GivenInvitation("/sign-in/invitation?token=t", "周", "zhou", "admin", "");
        String page = templates.render(
                "administration/accounts",
                frame,
                new AccountsView(
                        "",
                        List.of(),
                        null,
                        TypedForm.EMPTY,
                        given,
                        new Divisions(Regions.load(Path.of("config/regions.csv"))),
                        Instant.EPOCH));

        assertThat(page).contains(ADDRESS + given.path() + "</textarea>", "此角色登录必须使用动态口令");
    }

    /** It is said before the proposal is sent, and not only of one that waits. */
    @Test
    void aProposalSaysWhetherAnybodyMayPublishIt() {
        assertThat(proposal(0, 0)).contains("目前没有其他账号可以发布", "须满 12 小时");
        assertThat(proposal(0, 2)).contains("另有 2 个账号有权发布，但刚建立或刚变动", "须满 12 小时");
        assertThat(proposal(1, 2)).doesNotContain("没有其他账号", "有权发布");
    }

    private String proposal(long now, long later) {
        var rule = new ListedRule("MINORS_GRAVE", "enabled", Map.of(), "fact", List.of("culture"), List.of());
        var set = new RuleSetDetail(
                new RuleSetOutline(
                        new UUID(1, 1),
                        "1",
                        "person",
                        "released",
                        new AccountId(new UUID(2, 2)),
                        OffsetDateTime.parse("2026-07-10T12:00:00+08:00"),
                        null,
                        null,
                        ""),
                new JsonObject(),
                List.of(rule),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
        return templates.render(
                "administration/rule-set",
                frame,
                new RuleSetView(
                        set,
                        "",
                        false,
                        List.of(),
                        Map.of(),
                        Optional.of(new RuleSetView.Preview(rule.code(), "enabled", "shadow", 0, 0, "2")),
                        Optional.of(new Releasers(now, later)),
                        true,
                        TypedForm.EMPTY));
    }

    @Test
    void theHoursOfFourEyesAreThose() {
        assertThat(frame.approverHours()).startsWith("新建立或刚变动的账号（包括密码、动态口令）须满 12 小时");
    }
}
