package lingdian.console.frame;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Geolocation;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.RequestOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import lingdian.agent.link.AdminClient;
import lingdian.command.Program;
import lingdian.console.frame.Night.Cafe;
import lingdian.console.frame.RunningConsole.Person;
import lingdian.testing.AddedCheckpoint;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Inspections on a phone: the round, the record (also when the connection is lost), and random draws. */
@ExtendWith(ConsoleExtension.class)
class OnTheSpotIT {
    /** The longest note; each character takes nine bytes in a form. */
    private static final String LONG = "查".repeat(4_000);

    /** As the last one of its day, so that also the pages about integrity can read it. */
    private final RunningConsole console;

    OnTheSpotIT(RunningConsole console) {
        this.console = console;
    }

    /**
     * One tap in the plan opens the record. Its input survives a reload and a refusal, and waits for the connection where
     * that is lost.
     */
    @Test
    void aRoundIsRecordedAcrossALostConnection() throws Exception {
        Cafe cafe = console.night().cafe("路线网吧").login("A01", -30).login("A02", 20);
        Page page = phone(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            aPhoneKeepsTheCaseOfACafeThatWasAdded(page);
            page.navigate("/rounds");
            record(page, "路线网吧").click();
            assertThat(page.locator("[name=kind]")).hasValue("night-round");
            assertThat(page.locator("[name='premises.0.placeCode']")).hasValue(cafe.placeCode);
            assertThat(page.locator("[name='premises.0.violations']")).isChecked();
            page.fill("[name=unit]", "瑞昌市大队");
            page.fill("[name='premises.0.found']", LONG);

            page.reload();
            assertThat(page.locator("[name='premises.0.found']")).hasValue(LONG);
            page.fill("[name=officerCount]", "两人");
            page.click(".save button");
            assertThat(page.locator("[role=alert]")).containsText("总人数");
            assertThat(page.locator("[name='premises.0.found']")).hasValue(LONG);
            page.fill("[name=officerCount]", "2");
            context.setOffline(true);
            page.click(".save button");
            assertThat(page.locator(".said[role=alert]")).containsText("还没有保存");
            assertThat(page.locator("[name='premises.0.found']")).hasValue(LONG);
            context.setOffline(false); // and it is sent by itself
            assertThat(page.locator(".notice", new Page.LocatorOptions().setHasText("已存入系统")))
                    .isVisible(); // the form has notices too

            page.fill(".case [name=note]", "当场确认");
            page.click(".case button[value=confirm]");
            assertThat(page.locator(".case .step")).hasText("属实");
            theCaseTakesTheDecisionOver(page);
            page.getByText("回到路线").click();
            Locator done = page.locator(".stop.visited", new Page.LocatorOptions().setHasText("路线网吧"));
            assertThat(done).containsText("路线网吧");
            assertThat(done).containsText("瑞昌市");
            assertThat(done).containsText(Pattern.compile("已检查\\s+\\S+ [0-9]{2}:[0-9]{2} 由您记录，瑞昌市大队"));
            assertThat(done.locator("a[href^='/inspections/']").first()).isVisible();
            drawnAnewWithoutAReading(page, cafe);
            page.getByText("查看", new Page.GetByTextOptions().setExact(true)).click();
            page.locator("summary", new Page.LocatorOptions().setHasText("结束检查"))
                    .click();
            page.click("form[action$=close] button");
            assertThat(page.locator(".notice")).containsText("已结束");
            page.fill("form[action$=corrections] textarea", "实为三人");
            page.click("form[action$=corrections] button");
            assertThat(page.locator("#corrections + .steps")).containsText("实为三人");
            page.navigate("/rounds");
            assertThat(done).containsText("由您记录"); // a record that was closed still says so
        }
    }

    /** Also where nothing goes on now, so that the form without a network offers its findings. */
    private void aPhoneKeepsTheCaseOfACafeThatWasAdded(Page page) throws Exception {
        String cafe = console.night()
                .cafe("加入网吧")
                .login("A01", -30)
                .login("A02", 20)
                .logout("A01", 30)
                .logout("A02", 30)
                .placeCode;
        console.service().groupCases();
        page.navigate("/cafes/" + cafe);
        page.click(".to-round button");
        page.navigate("/rounds");
        assertThat(page.locator("#kept-round"))
                .hasAttribute("data-round", Pattern.compile("\"placeCode\":\"" + cafe + "\",\"what\""));
        page.locator(".stop [name=remove][value='" + cafe + "']").click();
        page.navigate("/cafes");
        assertThat(page.locator("table.cards td.number").first()).hasCSS("text-align", "left"); // with its label
    }

    /** What was found true on an inspection is what the check of its case begins with. */
    private static void theCaseTakesTheDecisionOver(Page page) {
        String inspection = page.url();
        page.click(".case a[href^='/cases/']");
        page.locator(".deed summary", new Page.LocatorOptions().setHasText("接办"))
                .click();
        page.click(".deed:has([value=assign]) .buttons button");
        assertThat(page.locator("[value=check] ~ * [name=outcome]")).hasValue("true");
        page.navigate(inspection);
    }

    /** The end is proposed as when the record was saved last, and a start that has not come yet is pointed out. */
    @Test
    void theTimesOfAnInspectionAreLookedAt() throws Exception {
        var officer = console.service().regulator("culture", "360481");
        JsonObject visit = new JsonObject()
                .put("kind", "routine")
                .put("unit", "瑞昌市大队")
                .put("startedAt", "2026-07-01T01:30:00+08:00");
        String path = "/inspections/"
                + sent(officer, HttpMethod.POST, "/inspections", visit).getString("id");
        Page page = phone(Person.OFFICER);
        try (BrowserContext context = page.context();
                var database = console.service().superuser();
                var statement = database.createStatement()) {
            statement.execute("SET session_replication_role = replica; UPDATE inspection_version SET at = at - interval"
                    + " '5 hours' WHERE inspection_id = '" + path.substring("/inspections/".length()) + "'");
            page.navigate(path);
            String saved = (String)
                    page.evaluate("document.querySelector('form[action$=close] [name=endedAt]').value.slice(11)");
            assertThat(page.locator("main")).containsText(saved + "，第 1 版");
            assertThat(page.locator("main .warning")).hasCount(0);
            sent(officer, HttpMethod.PUT, path, visit.put("version", 1).put("startedAt", "2099-01-01T00:00:00+08:00"));
            page.reload();
            assertThat(page.locator("main .warning")).containsText("还没有到");
        }
    }

    /** It says so and when, and leaves no field empty as if nothing had been written. */
    @Test
    void anErasedInspectionSaysThatItWasErased() throws Exception {
        var officer = console.service().regulator("culture", "360481");
        JsonObject premises = new JsonObject()
                .put("kind", "internet-cafe")
                .put("placeCode", Night.LATE)
                .put("found", "后门锁闭");
        JsonObject visit = new JsonObject()
                .put("kind", "routine")
                .put("unit", "瑞昌市大队")
                .put("officers", new JsonArray().add("李四").add("王五"))
                .put("premises", new JsonArray().add(premises))
                .put("note", "张三在值班");
        String path = "/inspections/"
                + sent(officer, HttpMethod.POST, "/inspections", visit).getString("id");
        var photo = new JsonObject().put("name", "门口").put("type", "image/jpeg").put("content", "/9j/AQ==");
        sent(officer, HttpMethod.POST, path + "/photos", new JsonObject().put("photos", new JsonArray().add(photo)));
        sent(officer, HttpMethod.PUT, path, visit.put("version", 1).put("closed", true));
        sent(officer, HttpMethod.POST, path + "/corrections", new JsonObject().put("note", "实为三人"));
        String id = path.substring("/inspections/".length());
        try (var database = console.service().superuser();
                var statement = database.createStatement()) {
            statement.execute(
                    "SET session_replication_role = replica; UPDATE inspection SET created_at = created_at - interval"
                            + " '25 months' WHERE id = '" + id
                            + "'; UPDATE inspection_version SET at = at - interval '25 months'"
                            + " WHERE inspection_id = '" + id
                            + "'; UPDATE inspection_correction SET at = at - interval '25 months'"
                            + " WHERE inspection_id = '" + id
                            + "'; UPDATE attachment SET added_at = NULL WHERE owner = '" + id + "'");
        }
        console.service().eraseInspections();

        Page page = phone(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(path);
            assertThat(page.locator("main")).containsText("李四、王五");
            assertThat(page.locator("main")).containsText("检查发现、备注和更正的内容保存期满，已于");
            assertThat(page.locator("main")).containsText("本次检查的照片共1张，保存期满，已于");
            assertThat(page.locator("#corrections + .steps")).containsText("保存期满");
            assertThat(page.locator("form[action$=corrections]")).hasCount(0);
            assertThat(page.locator(".visited a[href*=records]")).hasCount(0);
        }
    }

    private static JsonObject sent(AdminClient officer, HttpMethod method, String path, JsonObject body)
            throws Exception {
        return officer.call(method, path, body).await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A refresh by timer is not logged as a reading, and keeps the round's progress. */
    private void drawnAnewWithoutAReading(Page page, Cafe cafe) throws Exception {
        long before = readings();
        String stops = page.request()
                .get(
                        page.locator("#stops").getAttribute("hx-get"),
                        RequestOptions.create().setHeader("HX-Request", "true"))
                .text();

        assertThat(stops).contains("stop visited", cafe.placeCode);
        assertThat(readings()).isEqualTo(before);
    }

    private long readings() throws Exception {
        return Long.parseLong(console.service()
                .rows("SELECT count(*) FROM access_log WHERE action LIKE '%-inspection%'")
                .getFirst());
    }

    /** The plan uses the team's position to some ten metres, and the page says if the phone does not tell it. */
    @Test
    void theRoundBeginsWhereThePhoneIs() {
        Page page = phone(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/rounds");
            page.click("#locate");
            assertThat(page.locator("#located")).hasText("手机没有给出位置；路线不从您的位置算起。");

            context.grantPermissions(List.of("geolocation"));
            context.setGeolocation(new Geolocation(29.676_543_21, 115.669_871_23));
            page.click("#locate");
            page.waitForURL(url -> url.contains("latitude=29.6765&longitude=115.6699"));
            assertThat(page.locator("#located")).hasText("从您的位置出发，由近及远。");
            assertThat(page.locator("#stops"))
                    .hasAttribute("hx-get", Pattern.compile("latitude=29.6765&longitude=115.6699"));
        }
    }

    /** From the seats to the last signature, as on the evening itself: two officers, and the café's person on the screen. */
    @Test
    void aCafeIsRecordedSeatBySeatAndSigned() throws Exception {
        Cafe cafe = console.night().cafe("笔录网吧").login("A01", -30).login("A02", 20);
        Page page = phone(Person.OFFICER);
        Page colleague = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context();
                BrowserContext other = colleague.context()) {
            page.navigate("/inspections/new?kind=dispatch&place=" + cafe.placeCode);
            openTeam(page);
            page.fill("[name=unit]", "瑞昌市大队");
            page.selectOption("[name=trigger]", "plan");
            page.fill("[name=reference]", "年度计划第3项");
            page.click(".save button");
            assertThat(page.locator("main")).containsText("年度计划第3项");
            page.getByText("填写现场检查笔录").click();

            assertThat(page.locator("[name='seats.0.terminal']")).hasValue("A01");
            assertThat(page.locator("[name='seats.1.terminal']")).hasValue("A02");
            assertThat(page.locator(".seat").first()).containsText("场所端报告有登记");
            page.fill("[name='person.name']", "李四");
            page.selectOption("[name='signs.minorsProhibited']", "false");
            page.selectOption("[name='seats.0.saw']", "minor");
            page.selectOption("[name='seats.0.registered']", "false");
            page.selectOption("[name='seats.1.saw']", "adult");
            page.fill("[name='exits.count']", "两处");
            page.click(".save button");
            assertThat(page.locator("[role=alert]")).containsText("门窗、通道数：填 0 至 1000 的整数");
            assertThat(page.locator("[name='person.name']")).hasValue("李四");
            page.fill("[name='exits.count']", "2");
            page.click(".save button");
            assertThat(page.locator(".notice")).containsText("笔录已保存");
            assertThat(page.locator("[name='seats.0.saw']")).hasValue("minor");

            sign(page);
            page.locator("canvas").scrollIntoViewIfNeeded();
            var box = page.locator("canvas").boundingBox();
            page.mouse().move(box.x + 20, box.y + 20);
            page.mouse().down();
            page.mouse().move(box.x + 120, box.y + 60);
            page.mouse().up();
            page.click("#sign-person button:not([type])");
            assertThat(page.locator(".signatures")).containsText("李四");
            assertThat(page.locator(".signatures img")).hasJSProperty("naturalWidth", 600);
            colleague.navigate(page.url());
            sign(colleague);
            assertThat(colleague.locator("main")).containsText("已全部签名，不能再改");
            assertThat(colleague.locator(".save button")).hasCount(0);
            assertThat(colleague.locator("[role=alert]")).hasCount(0);

            colleague.navigate(page.url().replaceFirst("/records/.*", "/edit"));
            colleague.locator("[name='premises.0.kind']").evaluate("kind => kind.value = ''");
            colleague.click(".save button");
            assertThat(colleague.locator("[role=alert]")).containsText("已有现场检查笔录的网吧不能去掉");
            assertThat(colleague.locator("[name='premises.0.placeCode']")).hasValue(cafe.placeCode);
        }
    }

    private static void sign(Page page) {
        page.fill("[name=certificate]", "36040012");
        page.click("#sign-officer button");
        assertThat(page.locator(".notice").first()).containsText("已签名");
    }

    /** A photo of over 4 MiB, as most phones take; the stored one is smaller, and upright. */
    @Test
    void aLargePhotoIsMadeSmallerBeforeItIsSent() throws Exception {
        String record = console.ledger().newInspection();
        Page page = phone(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate(record);
            page.locator("[data-photos] input")
                    .last()
                    .setInputFiles(new FilePayload("大照片.jpg", "image/jpeg", sidewaysPhoto()));
            assertThat(page.locator("#photos")).containsText("大照片.jpg");
            assertThat(page.locator("#photos img.small")).hasJSProperty("naturalHeight", 240);
            page.locator("#photos summary").click();

            Locator photo = page.locator("#photos img:not(.small)");
            assertThat(photo).hasJSProperty("naturalHeight", 2_560);
            assertThat(photo).hasJSProperty("naturalWidth", 1_280);
            byte[] kept = page.request().get(photo.getAttribute("src")).body();
            assertThat(kept).hasSizeLessThan(4 * 1024 * 1024).startsWith(0xFF, 0xD8);
            assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        }
    }

    /** A photo of 3,000 by 1,500 pixels, with the orientation of an upright phone and 5 MiB of other metadata. */
    private static byte[] sidewaysPhoto() throws Exception {
        var picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(3_000, 1_500, BufferedImage.TYPE_INT_RGB), "jpeg", picture);
        byte[] orientation = HexFormat.of()
                .parseHex("ffe10022457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000"
                        + "00000000");
        byte[] plain = picture.toByteArray();
        return ByteBuffer.allocate(2 + orientation.length + plain.length - 2 + 5 * 1024 * 1024)
                .put(plain, 0, 2)
                .put(orientation)
                .put(plain, 2, plain.length - 2)
                .array();
    }

    /** Two officers edit one record: the second is told so, and the premises of both are kept. */
    @Test
    void theSecondOfTwoWhoSaveOneRecordIsTold() {
        String record = console.ledger().newInspection();
        Page first = console.page(Person.COLLEAGUE);
        Page second = phone(Person.OFFICER);
        try (BrowserContext one = first.context();
                BrowserContext other = second.context()) {
            first.navigate(record + "/edit");
            second.navigate(record + "/edit");
            add(first, "game-hall", "欢乐电玩城");
            assertThat(first.locator(".notice", new Page.LocatorOptions().setHasText("已存入系统")))
                    .isVisible();
            add(second, "bookshop", "新华书店");

            assertThat(second.locator("[role=alert]")).containsText("同事刚刚保存过");
            assertThat(second.locator("[name='premises.0.name']")).hasValue("新华书店");
            assertThat(second.locator("[name='premises.1.name']")).hasValue("欢乐电玩城");
            second.click(".save button");
            assertThat(second.locator(".visited")).containsText("新华书店");
            assertThat(second.locator(".visited")).containsText("欢乐电玩城");
        }
    }

    /** Of a café that was come from, by a team that is known, an officer on a phone writes only what was found. */
    @Test
    void whatIsKnownBeforehandIsClosed() throws Exception {
        Cafe cafe = console.night().cafe("已知网吧").login("A01", -30).login("A02", 20);
        Page page = console.page(Person.COLLEAGUE);
        try (BrowserContext context = page.context()) {
            page.setViewportSize(390, 844);
            page.navigate("/inspections/new?kind=dispatch");
            openTeam(page);
            page.fill("[name=unit]", "");
            page.locator(".team > summary").click();
            page.click(".save button"); // the browser refuses it, and points at a field that is seen
            assertThat(page.locator("[name=unit]")).isVisible();
            page.fill("[name=unit]", "瑞昌市大队");
            page.fill("[name=officers]", "李四\n王五");
            page.selectOption("[name='premises.0.kind']", "internet-cafe");
            page.fill("[name='premises.0.placeCode']", cafe.placeCode);
            page.click(".save button");
            assertThat(page.locator(".notice", new Page.LocatorOptions().setHasText("已存入系统")))
                    .isVisible(); // the form has notices too

            page.navigate("/inspections/new?kind=dispatch&place=" + cafe.placeCode);

            assertThat(page.locator(".premises summary").first()).hasText("已知网吧");
            assertThat(page.locator("[name='premises.0.placeCode']")).isHidden();
            assertThat(page.locator("[name='premises.0.placeCode']")).hasValue(cafe.placeCode);
            assertThat(page.locator("[name=officers]")).isHidden();
            assertThat(page.locator(".team > summary")).containsText("瑞昌市大队 · 李四 · 王五");
            assertThat(page.locator("[name=note]")).isVisible();
            assertThat(page.locator("[name='premises.0.found']")).isVisible();
            int height = (int) page.evaluate("document.documentElement.scrollHeight");
            assertThat(height).as("pixels").isLessThan(1_800);
        }
    }

    /** A part that is closed where the team is known from an inspection before. */
    private static void openTeam(Page page) {
        Locator closed = page.locator(".team:not([open]) > summary");
        if (closed.isVisible()) {
            closed.click();
        }
    }

    /** Whoever has no inspection to go on from is not asked for what the office's documents say. */
    @Test
    void aFirstInspectionBeginsWithTheNameOfTheOffice() throws Exception {
        Page page = console.page(Person.GUANGDONG);
        try (BrowserContext context = page.context()) {
            page.navigate("/inspections/new");
            assertThat(page.locator("[name=unit]")).hasValue("");
            assertThat(page.locator("[name=unit]")).hasAttribute("placeholder", "请填本单位全称，下次自动带出");

            var office = console.service().regulator("culture", "440000");
            sent(office, HttpMethod.PUT, "/offices/440000/culture", new JsonObject().put("name", "广东省文化和旅游厅"));
            page.navigate("/inspections/new");
            assertThat(page.locator("[name=unit]")).hasValue("广东省文化和旅游厅");
        }
    }

    private void closeDay(LocalDate day) throws Exception {
        RunningService service = console.service();
        long last = service.checkpoint();
        String hash = service.rows("SELECT encode(hash, 'hex') FROM checkpoint WHERE number = " + last)
                .getFirst();
        service.rows(AddedCheckpoint.after(hash, service.vault(), last + 1, day).sql() + " RETURNING number");
    }

    /** Announced on the page, drawn by the checkpoint of the day, and repeated by the command that the page names. */
    @Test
    void aDrawIsAnnouncedDrawnPrintedAndRepeated(@TempDir Path directory) throws Exception {
        Page page = console.page(Person.OFFICER);
        try (BrowserContext context = page.context()) {
            page.navigate("/draws");
            if (!page.locator("[name=count]").isVisible()) {
                page.locator("summary", new Page.LocatorOptions().setHasText("公告一次抽取"))
                        .click();
            }
            page.fill("[name=count]", "2");
            page.check("[name=officer][value=李警官]");
            page.fill("[name=officers]", "王五\n赵六");
            page.click("form.record button");
            assertThat(page.locator(".notice").first()).isVisible();
            assertThat(page.locator("main")).containsText("尚未抽取");
            assertThat(page.locator(".notice", new Page.LocatorOptions().setHasText("尚未抽取")))
                    .hasCount(0); // nothing has succeeded yet
            assertThat(page.locator("ol.drawn li")).hasCount(0);
            assertThat(page.locator("[aria-labelledby=next]")).containsText("系统自动抽取");

            closeDay(LocalDate.of(2099, 1, 1));
            page.reload();
            List<String> drawn =
                    page.locator("ol.drawn").first().locator("small").allTextContents();
            assertThat(drawn).hasSize(2);
            assertThat(page.locator("[aria-labelledby=next]")).containsText("抽中 2 家，还有 2 家没有登记检查");
            assertThat(page.locator("[aria-labelledby=next]")).containsText("按本单位的年度检查计划");
            assertThat(page.locator("ol.drawn").last().locator("li")).hasCount(2);
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator("header.top")).isHidden();
            assertThat(page.locator(".drawn .do").first()).isHidden();
            assertThat(page.locator("#pool")).isVisible();
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));

            String id = page.url().replaceAll(".*/draws/([0-9a-f-]{36}).*", "$1");
            JsonObject published = console.service()
                    .regulator("culture", "360481")
                    .get("/inspections/draws/" + id, Map.of())
                    .await(Await.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(repeated(directory, published)).isZero();
            published.getJsonArray("drawn").remove(0);
            assertThat(repeated(directory, published)).isEqualTo(1);
            assertThat(repeated(directory, new JsonObject())).isEqualTo(2);

            page.locator(".drawn .do").first().click();
            assertThat(page.locator("[name='premises.0.placeCode']")).hasValue(drawn.getFirst());
            assertThat(page.locator("[name=officers]").inputValue().lines()).hasSize(2);
        }
    }

    private static int repeated(Path directory, JsonObject draw) throws Exception {
        Path file = Files.writeString(directory.resolve("draw.json"), draw.encode());
        return Program.commandLine().execute("draw", file.toString());
    }

    private static void add(Page page, String kind, String name) {
        page.selectOption("[name='premises.0.kind']", kind);
        page.fill("[name='premises.0.name']", name);
        page.click(".save button");
    }

    private Page phone(Person person) {
        Page page = console.page(person);
        page.setViewportSize(360, 740);
        return page;
    }

    private static Locator record(Page page, String cafe) {
        return page.locator(".stop", new Page.LocatorOptions().setHasText(cafe)).locator("[role=button]");
    }
}
