package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.console.frame.RunningConsole.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handbook, administration.md#in-the-console: an administrator's first day with the console alone. */
@ExtendWith(ConsoleExtension.class)
class AdministratorsDayIT {
    private static final String CAFE = "36048310000007";

    private final RunningConsole console;

    AdministratorsDayIT(RunningConsole console) {
        this.console = console;
    }

    @Test
    void aCountyIsBroughtOn() throws Exception {
        String rows = IntStream.range(0, 220)
                .mapToObj(i -> "360483100%05d,第%d网吧,赣-%d\n".formatted(i, i, i))
                .collect(Collectors.joining());
        byte[] table = ("场所编码,名称,许可证号\n" + rows + "wrong,x,x\n").getBytes(Charset.forName("GB18030"));
        Page page = console.page(Person.ADMINISTRATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/administration");
            page.locator("#main a[href='/administration/imports']").first().click();
            page.setInputFiles("[name=file]", new FilePayload("网吧.csv", "text/csv", table));
            page.click("[name=check]");
            assertThat(page.locator("#result")).hasText("检查结果： 新增 220，更改 0，不变 0，拒绝 1");
            assertThat(page.locator("#rows tbody tr").first()).containsText("222");
            page.click("[name=write]");
            assertThat(page.locator("#result")).hasText("已写入： 新增 220，更改 0，不变 0，拒绝 1");
            Download refused = page.waitForDownload(() -> page.click("#refused"));
            assertThat(Files.readString(refused.path())).contains("\"222\",\"\",\"placeCode\"");

            page.navigate("/administration/keys");
            page.fill("[name=region]", "360483");
            Download letters = page.waitForDownload(() -> page.click("form[action$=letters] button"));
            assertThat(Files.readString(letters.path(), UTF_8)).contains("第7网吧");

            aCafe(page);
            aPerson(page);
        }
    }

    private static void aCafe(Page page) {
        page.navigate("/administration/cafes?q=" + CAFE);
        page.click("tbody a");
        assertThat(page.locator("[aria-labelledby=keys]")).containsText("未使用");
        page.click("form[action$=code] button");
        assertThat(page.locator(".once")).hasText(Pattern.compile("\\w{4}-\\w{4}-\\w{4}"));
        page.locator("form[action*=withdraw] button").first().click();
        assertThat(page.locator(".notice")).hasText("注册码已撤回。");
        page.fill("[name=address]", "人民路 7 号");
        page.click("form[action$=change] button");
        assertThat(page.locator("[name=address]")).hasValue("人民路 7 号");
        page.fill("[name=document]", "报备");
        page.click("form[action$=close] button");
        page.locator("form[action*=reopen] button").click();
        assertThat(page.locator(".notice")).hasText("歇业已结束。");
    }

    private static void aPerson(Page page) {
        page.navigate("/administration/accounts");
        page.fill("[name=signInName]", "owner-of-two");
        page.fill("[aria-labelledby=new] [name=name]", "郑老板");
        page.selectOption("[aria-labelledby=new] [name=role]", "operator");
        page.locator("[aria-labelledby=new] form button").click();
        assertThat(page.locator("[role=alert]").first()).containsText("场所的编码");
        page.fill("[name=placeCodes]", CAFE + " 36048310000008");
        page.locator("[aria-labelledby=new] form button").click();
        assertThat(page.locator(".once a")).containsText("/sign-in/invitation?token=");

        page.navigate("/administration/accounts?q=" + CAFE);
        page.click("tbody a");
        page.fill("[name=placeCodes]", CAFE);
        page.click("form[action$=change] button");
        assertThat(page.locator("[name=placeCodes]")).hasValue(CAFE);
        page.click("details summary");
        page.click("form[action$=end] button");
        assertThat(page.locator(".notice")).hasText("账号已停用。");
    }
}
