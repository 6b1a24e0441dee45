package lingdian.console.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
import lingdian.domain.region.Regions;
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
            new ConsoleSettings(12, ADDRESS, List.of("admin")));

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

    @Test
    void theHoursOfFourEyesAreThose() {
        assertThat(frame.approverHours()).startsWith("新建立或刚变动的账号（包括密码、动态口令）须满 12 小时");
    }
}
