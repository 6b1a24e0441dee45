package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import java.util.regex.Pattern;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.record.evidence.BundleCheck;
import lingdian.record.evidence.CertificateCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator's objections and notices, and the officer who reads them. */
@ExtendWith(ConsoleExtension.class)
class OperatorsDayIT {
    private static final String STATEMENT = "当晚是设备检修，顾客已于零点离开。";

    private final RunningConsole console;

    OperatorsDayIT(RunningConsole console) {
        this.console = console;
    }

    /** The operator sees only the case of their own café; an objection does not change the case. */
    @Test
    void anOperatorObjectsWithAFileAndTheOfficerReadsIt() throws Exception {
        String violation = console.night().violation("OVERTIME_OPERATION");
        Page page = console.page(Person.OPERATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/my-cafe");
            assertThat(page.locator("[aria-labelledby=duties] .now")).containsText("立即停止营业");
            assertThat(page.locator("[aria-labelledby=duties] .rows a[href^='/violations/']")
                            .first())
                    .isVisible();
            assertThat(page.locator("[aria-labelledby=hours]")).containsText("现在是停止营业时段");
            assertThat(page.locator("[aria-labelledby=mend]")).containsText("打烊后清场");
            page.locator("[aria-labelledby=found] .row a").first().click();
            assertThat(page.locator("[aria-labelledby=law]")).containsText("打烊后清场");
            assertThat(page.locator("[aria-labelledby=what]")).containsText("记录属实即构成违规");
            assertThat(page.locator(".urgent")).containsText("立即停止营业");
            page.locator("details.objecting").evaluate("form => { form.open = false; }");
            page.locator(".head a[href$='#statement']").click();
            assertThat(page.locator("#statement")).isFocused();
            assertThat(page.locator("label[for=statement]")).isInViewport();
            page.fill("#statement", STATEMENT);
            page.setInputFiles("#files", new FilePayload("检修单.txt", "text/plain", "检修单".getBytes(UTF_8)));
            page.locator("details.objecting button").click();

            assertThat(page.locator(".notice")).containsText("必须听取");
            assertThat(page.locator("[aria-labelledby=case]")).containsText("等待文化市场执法答复");
            assertThat(page.locator("#statement")).isHidden();
            assertThat(page.locator(".steps")).containsText(STATEMENT);
        }
        Page officer = console.page(Person.OFFICER);
        try (BrowserContext context = officer.context()) {
            officer.navigate(violation);
            assertThat(officer.locator(".steps .objection")).containsText(STATEMENT);
            assertThat(officer.locator(".steps .objection")).containsText("提交账号：");
            Download file = officer.waitForDownload(() -> officer.click(".files a"));

            assertThat(file.suggestedFilename()).isEqualTo("检修单.txt");
            assertThat(Files.readString(file.path())).isEqualTo("检修单");

            officer.navigate("/handover");
            assertThat(officer.locator("main")).containsText("等待您决定或答复");
            officer.navigate("/approvals");
            assertThat(officer.locator("#inbox > .empty")).hasCount(0);
            assertThat(officer.locator("#objections ~ .inbox").first()).containsText("夜航网吧");
            officer.locator("#objections ~ .inbox").first().locator("a").click();
            assertThat(officer.locator("#objections")).isInViewport();
            console.service().groupCases();
            officer.reload();
            officer.click(".head .aside a");
            Locator disputed = officer.locator("[aria-labelledby=objections]");
            assertThat(disputed).containsText(STATEMENT);
            assertThat(disputed).containsText("检修单.txt");
            assertThat(disputed).containsText("提交账号：");
            assertThat(disputed.locator("button").first()).isInViewport();
            disputed.locator("textarea").first().fill("供电公司证明属实。");
            disputed.locator("button[value=upheld]").first().click();
            assertThat(officer.locator(".notice")).containsText("已答复");
            assertThat(officer.locator("h1")).hasText("夜航网吧");
        }
        Page again = console.page(Person.OPERATOR);
        try (BrowserContext context = again.context()) {
            again.navigate(violation);
            assertThat(again.locator(".steps .objection-upheld")).containsText("供电公司证明属实。");
            assertThat(again.locator("[aria-labelledby=case]")).containsText("第 1 次陈述申辩：已答复");
            assertThat(again.locator("form[action$=answer]")).hasCount(0);
            assertThat(again.locator("h2#case")).hasText("办理经过");
            again.navigate("/my-cafe");
            Locator line = again.locator("[aria-labelledby=duties] .plain li")
                    .filter(new Locator.FilterOptions().setHas(again.locator("a[href='" + violation + "']")));
            assertThat(line).hasText(Pattern.compile("超时营业 .*\\d\\d:\\d\\d 已申辩"));
            assertThat(again.locator("[aria-labelledby=found] .row")
                            .filter(new Locator.FilterOptions().setHas(again.locator("a[href='" + violation + "']"))))
                    .containsText("已申辩");
        }
    }

    /** It is closed where something was said already. */
    private static void openTheForm(Page page) {
        page.locator("details.objecting").evaluate("form => { form.open = true; }");
    }

    @Test
    void anOfficerWritesToTheCafeAndTheOwnerTakesTheMonthsCertificate() throws Exception {
        Page officer = console.page(Person.OFFICER);
        try (BrowserContext context = officer.context()) {
            officer.navigate("/cafes/" + Night.LATE + "?tab=documents");
            officer.fill("#message-text", "身份证 36048119900101001X");
            officer.fill("[aria-labelledby=messages] [name=until]", "2026-07-20T00:00");
            officer.locator("[aria-labelledby=messages] button").click();
            assertThat(officer.locator("[aria-labelledby=messages] [role=alert]"))
                    .containsText("内容");
            officer.fill("#message-text", "请备好登记台账。");
            officer.fill("[aria-labelledby=messages] [name=until]", "2026-07-20T00:00");
            officer.locator("[aria-labelledby=messages] button").click();
            assertThat(officer.locator(".notice")).containsText("已发送");
            assertThat(officer.locator("[aria-labelledby=messages] .row")).containsText("请备好登记台账。");
        }
        Page page = console.page(Person.OPERATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/my-cafe");
            page.locator("nav.ways a[href='#certificates']").click();
            assertThat(page.locator("#certificates")).isInViewport();
            assertThat(page.locator("[aria-labelledby=certificates]")).containsText("还没有可以取的月度记录证明");
            assertThat(page.locator("[aria-labelledby=certificates]")).not().containsText("签名包");
            console.service()
                    .rows("INSERT INTO cafe_day VALUES ('2026-06-30', '" + Night.LATE
                            + "', 1, 0, 0, 0, 0, 0, 1, '360481') RETURNING place_code");
            page.navigate("/my-cafe");
            assertThat(page.locator("[aria-labelledby=told]")).containsText("请备好登记台账。");
            assertThat(page.locator("[aria-labelledby=told]")).containsText("没有登记送达的文书");
            assertThat(page.locator("[aria-labelledby=agent]")).containsText("正常：");
            assertThat(page.locator("#messages")).hasCount(0);
            Download certificate = page.waitForDownload(() -> page.locator("[aria-labelledby=certificates] a[download]")
                    .first()
                    .click());
            assertThat(CertificateCheck.check(Files.readAllBytes(certificate.path()))
                            .month())
                    .hasToString("2026-06");
            page.locator("[aria-labelledby=certificates] a[href$='format=html']")
                    .first()
                    .click();
            assertThat(page.locator("h1")).containsText("月度记录证明");
            assertThat(page.locator("#print")).isVisible();
            page.locator(".bar a").click();
            assertThat(page.locator("[aria-labelledby=told]")).containsText("没有登记送达的文书");
            page.navigate("/api/v1/cafes/" + Night.LATE + "/notice");
            assertThat(page.locator("#print")).isVisible();
            page.locator(".bar a").click();
            assertThat(page.locator("[aria-labelledby=certificates]")).isVisible();
        }
    }

    @Test
    void anOperatorDownloadsTheEvidenceOfTheirOwnCafe() throws Exception {
        Page page = console.page(Person.OPERATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/my-cafe");
            Download bundle = page.waitForDownload(() -> page.locator("[aria-labelledby=found] .row a[download]")
                    .first()
                    .click());
            assertThat(BundleCheck.check(Files.readAllBytes(bundle.path())).leftOut())
                    .contains("other-cafes");

            page.navigate(console.night().violation("OVERTIME_OPERATION"));
            assertThat(page.locator("[aria-labelledby=evidence]")).containsText("不含其他场所");
        }
        Page officer = console.page(Person.OFFICER);
        try (BrowserContext context = officer.context()) {
            officer.navigate("/cafes/" + Night.LATE + "?tab=cases");
            assertThat(officer.locator("[aria-labelledby=found] .row a[download]"))
                    .hasCount(0);
        }
    }

    /** A file whose content does not match its type is refused, and the statement is not lost. */
    @Test
    void aFalseFileIsRefusedAndTheStatementStays() {
        Page page = console.page(Person.OPERATOR);
        try (BrowserContext context = page.context()) {
            String violation = console.night().violation("OVERTIME_OPERATION");
            page.navigate(violation);
            openTheForm(page);
            page.fill("#statement", STATEMENT);
            page.setInputFiles("#files", new FilePayload("全景.jpg", "image/jpeg", new byte[5 * 1024 * 1024]));
            assertThat(page.locator("#files").evaluate("field => field.validationMessage"))
                    .asString()
                    .contains("“全景.jpg”：5.0 MiB，每个最多 4 MiB");
            page.setInputFiles("#files", new FilePayload[] {
                new FilePayload("照片.png", "image/png", "不是图片".getBytes(UTF_8)),
                new FilePayload("说明.docx", "application/msword", "说明".getBytes(UTF_8)),
            });
            page.locator("details.objecting button").click();

            assertThat(page.locator("[role=alert]")).containsText("“照片.png”：内容与文件类型不符");
            assertThat(page.locator("[role=alert]")).containsText("“说明.docx”：不收这种文件");
            assertThat(page.locator("[role=alert]")).containsText("重新选择");
            assertThat(page.locator("#statement")).hasValue(STATEMENT);
            assertThat(page).hasURL(console.url() + violation);
            page.getByText("English").click();
            assertThat(page.locator("h1")).hasText("Open past closing");
            assertThat(page.locator("#statement")).hasValue(STATEMENT);
            page.getByText("中文", new Page.GetByTextOptions().setExact(true)).click();
        }
    }

    @Test
    void anOwnerOfSeveralCafesSeesWhatToDoInEach() {
        Page page = console.page(Person.OWNER);
        try (BrowserContext context = page.context()) {
            page.navigate("/my-cafe");
            assertThat(page.locator(".duty")).hasCount(2);
            page.locator(".duty a[href$='" + Night.LATE + "']").click();
            assertThat(page.locator("[aria-labelledby=duties]")).isVisible();
            page.selectOption("[name=work]", "cleaning");
            page.fill("[name=from]", "2026-07-13T02:00");
            page.fill("[name=to]", "2026-07-13T04:00");
            page.getByText("报备", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("[aria-labelledby=maintenance]")).containsText("07-13 02:00");
            page.getByText("返回我的全部场所").click();
            assertThat(page.locator("h1")).hasText("我的场所");
            page.navigate("/notifications");
            assertThat(page.locator("#url")).isHidden();
            page.getByText("用群机器人接收").click();
            assertThat(page.locator("#url")).isVisible();
            assertThat(page.locator("[name=code]").first()).isHidden();
            assertThat(page.locator("#cases")).not().containsText("辖区内全部");
        }
    }

    @Test
    void workAtNightIsAnnouncedBefore() {
        Page page = console.page(Person.OPERATOR);
        try (BrowserContext context = page.context()) {
            page.navigate("/my-cafe");
            assertThat(page.locator("details.accounts")).containsText("冯老板");
            page.selectOption("[name=work]", "power");
            page.fill("[name=from]", "2026-07-10T02:00");
            page.fill("[name=to]", "2026-07-10T04:00");
            page.getByText("报备", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("[role=alert]")).containsText("开始时间");
            assertThat(page.locator("[role=alert]")).isFocused();
            page.locator("nav.own a").first().click();
            assertThat(page.locator("[aria-labelledby=maintenance]")).isVisible();
            page.goBack();
            page.selectOption("[name=work]", "power");

            page.fill("[name=from]", "2026-07-12T02:00");
            page.fill("[name=to]", "2026-07-12T04:00");
            page.getByText("报备", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator(".notice")).hasText("已报备。");
        }
        Page officer = console.page(Person.OFFICER);
        try (BrowserContext context = officer.context()) {
            officer.navigate("/cafes/" + Night.LATE + "?tab=hours");
            assertThat(officer.locator("[aria-labelledby=maintenance]")).containsText("07-12 02:00");
        }
    }
}
