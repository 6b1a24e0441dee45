package lingdian.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import lingdian.access.signin.Language;
import lingdian.access.signin.Theme;
import lingdian.console.frame.Assets;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Frame;
import lingdian.console.frame.Section;
import lingdian.console.frame.Tally;
import lingdian.console.frame.Templates;
import lingdian.console.frame.Words;
import lingdian.office.account.AccountChange;
import org.junit.jupiter.api.Test;

/** What the live page says of accounts that are new or changed. */
class LiveTest {
    private static final OffsetDateTime NIGHT = OffsetDateTime.parse("2026-07-10T01:30:00+08:00");
    private static final String CAFE = "36048110000001";

    private final Frame frame = new Frame(
            Words.in(Language.ZH),
            new Assets(),
            null,
            List.of(),
            Section.LIVE,
            "/live",
            false,
            null,
            0,
            NIGHT.toInstant(),
            Theme.LIGHT,
            new ConsoleSettings(24, "", List.of(), 40));

    private Live.ChangedAccount changed(String role, String change, int unmaskings, int lookUps) {
        List<String> cafes = role.equals("operator") ? List.of(CAFE) : List.of();
        return new Live.ChangedAccount(
                new AccountChange("甲", role, null, null, cafes, change, List.of(), NIGHT, null, unmaskings, lookUps),
                null,
                frame.times());
    }

    private String page(Live.Changes accounts) {
        return page(accounts, List.of());
    }

    private String page(Live.Changes accounts, List<CafeChangeLine> cafes) {
        return new Templates()
                .render(
                        "live/live",
                        frame,
                        new Live(
                                "0",
                                new LiveFilter("", "", "", ""),
                                new Tally(List.of()),
                                List.of(),
                                accounts,
                                List.of(),
                                cafes,
                                List.of(),
                                true,
                                false,
                                Instant.EPOCH));
    }

    @Test
    void itSaysWhatAnAccountDidAloneWhileItWasNew() {
        var office = List.of(changed("admin", "created", 0, 0), changed("regulator", "changed", 2, 1));

        assertThat(page(new Live.Changes(office, List.of(), 0)))
                .contains("监管、管理员和审计员账号：2", "甲, 管理员", "账号、密钥和场所变更 2")
                .containsOnlyOnce("单人查看完整身份 2 次、查询登记库 1 次")
                .doesNotContain("场所账号");
    }

    @Test
    void itListsTheNewestAccountsOfCafes() {
        String page = page(new Live.Changes(List.of(), List.of(changed("operator", "invited", 0, 0)), 60));

        assertThat(page)
                .contains("近 7 天新增或变更的场所账号：60", "只列出最近的 1 个", "已生成重设密码的链接", "/cafes/" + CAFE)
                .doesNotContain("管理员和审计员账号");
    }

    /** Who may not open the café any more is told its code. */
    @Test
    void itTellsOfCafesThatLeft() {
        String page = page(
                new Live.Changes(List.of(), List.of(), 0),
                List.of(
                        new CafeChangeLine(CAFE, "夜航网吧", NIGHT, "region", "所属区划由 瑞昌市 改为 999999", false),
                        new CafeChangeLine("36048110000002", "晨光网吧", NIGHT, "time-zone", "时区由 a 改为 b", true)));

        assertThat(page)
                .contains("账号、密钥和场所变更 2", "夜航网吧 " + CAFE + ": 所属区划由 瑞昌市 改为 999999", "/cafes/36048110000002")
                .doesNotContain("/cafes/" + CAFE);
    }
}
