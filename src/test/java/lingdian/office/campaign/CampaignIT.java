package lingdian.office.campaign;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.command.ReportCommand;
import lingdian.testing.MadeUpViolations;
import lingdian.testing.RunningApi;
import lingdian.testing.RunningApi.Answer;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTSectPr;
import picocli.CommandLine;

/**
 * A campaign and its report over real sockets, with a county's real figures of summer 2013; and the rules' precision.
 */
class CampaignIT {
    private static final String RUICHANG = "36048110000001";
    private static final String LETTERS = "{\"type\":\"letters\",\"unit\":\"u\",\"date\":\"2013-07-10\"}";
    private static RunningApi api;
    private static MadeUpViolations violations;
    private static String culture;
    private static String police;

    @BeforeAll
    static void start() {
        api = new RunningApi();
        api.createCafe(RUICHANG);
        violations = new MadeUpViolations(api);
        culture = api.regulator("culture", "360481");
        api.call("PUT", "/api/v1/offices/360481/culture", culture, new JsonObject().put("name", "瑞昌市文化广电新闻出版局"));
        police = api.regulator("public-security", "360481");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void theReportStatesARealSummer() {
        String campaign = campaign();
        Summer entered = enterSummer(campaign);
        String summer = entered.summer();
        String nights = entered.nights();
        String visits = entered.visits();
        String training = entered.training();
        String letters = entered.letters();

        JsonObject report = report(police, campaign);

        assertThat(report).isEqualTo(report(culture, campaign));
        JsonObject total = report.getJsonObject("total");
        assertThat(total.getJsonObject("officers")).isEqualTo(count(208, false));
        assertThat(total.getJsonObject("vehicles")).isEqualTo(count(52, false));
        assertThat(total.getJsonObject("visits").getJsonObject("internet-cafe")).isEqualTo(count(156, false));
        assertThat(total.getJsonObject("visits").getJsonObject("entertainment-venue"))
                .isEqualTo(count(72, false));
        assertThat(total.getJsonObject("visits").getJsonObject("bookshop")).isEqualTo(count(33, false));
        assertThat(total.getJsonObject("visits").getJsonObject("premises")).isEqualTo(count(361, true));
        assertThat(total.getJsonArray("rows")).containsExactlyInAnyOrder(summer, visits);
        JsonObject night = report.getJsonObject("nightRounds");
        assertThat(night.getInteger("rounds")).isEqualTo(5);
        assertThat(night.getJsonObject("officers")).isEqualTo(count(82, false));
        assertThat(night.getJsonObject("visits").getJsonObject("internet-cafe")).isEqualTo(count(54, false));
        assertThat(night.getJsonObject("visits").getJsonObject("entertainment-venue"))
                .isEqualTo(count(50, false));
        assertThat(night.getJsonArray("rows")).containsExactly(nights);
        assertThat(report.getJsonObject("trainings"))
                .isEqualTo(new JsonObject()
                        .put("held", 1)
                        .put("cafes", count(30, true))
                        .put("rows", new JsonArray().add(training)));
        assertThat(report.getJsonObject("letters"))
                .isEqualTo(new JsonObject()
                        .put("signed", true)
                        .putNull("number")
                        .put("rows", new JsonArray().add(letters)));
        assertThat(report.getJsonArray("contradictions")).isEmpty();
    }

    @Test
    void theBriefingStatesARealSummer(@TempDir Path directory) throws Exception {
        String campaign = campaign();
        Summer entered = enterSummer(campaign);
        Path docx = directory.resolve("summer.docx");
        Path html = directory.resolve("summer.html");

        assertThat(write(culture, campaign, docx, html)).isZero();

        String page = Files.readString(html);
        try (var document = new XWPFDocument(Files.newInputStream(docx))) {
            Function<String, String> row = rowsOf(document.getTables().getLast());
            String summer = row.apply("人员208人次，车辆52车次，互联网上网服务营业场所156家次，游艺娱乐场所72家次，出版物零售单位33家次");
            String nights = row.apply("零点行动5次，人员82人次，车辆22车次，互联网上网服务营业场所54家次，娱乐场所50家次");
            String visits = row.apply("经营场所超过100家次");
            String training = row.apply("网吧安全员和业主培训，网吧超过30家");
            String letters = row.apply("—");
            String counted = Stream.of(summer, visits).sorted().collect(joining("、"));
            List<String> said = document.getParagraphs().stream()
                    .map(XWPFParagraph::getText)
                    .toList();
            assertThat(said)
                    .contains(
                            "2013年7月1日至2013年8月31日，各参加单位共出动人员208人次，出动车辆52车次，检查经营场所超过361家次，"
                                    + "其中互联网上网服务营业场所156家次、娱乐场所72家次（其中游艺娱乐场所72家次）、"
                                    + "出版物零售单位33家次。〔附件第" + counted + "行〕",
                            "其中开展零点行动5次，出动人员82人次，出动车辆22车次，检查经营场所104家次，其中互联网上网服务营业场所54家次、"
                                    + "娱乐场所50家次。零点行动已包含在总数之内，没有重复计算。〔附件第" + nights + "行〕",
                            "公安局检查经营场所超过100家次。〔附件第" + visits + "行〕",
                            "举办培训1次，超过30家网吧的安全员和业主参加。〔附件第" + training + "行〕",
                            "签订了守法经营责任书（份数没有登记）。〔附件第" + letters + "行〕",
                            "“超过”之后的数字是下限：上报时只写明不少于此数，实际更多。");
            assertThat(page)
                    .contains(said.stream()
                            .filter(sentence -> sentence.contains("〔附件第"))
                            .toList());
            assertThat(cells(document.getTables().getFirst()))
                    .containsExactly(
                            List.of("项目", "合计", "其中零点行动"),
                            List.of("零点行动（次）", "—", "5"),
                            List.of("出动人员（人次）", "208", "82"),
                            List.of("出动车辆（车次）", "52", "22"),
                            List.of("检查经营场所（家次）", "超过361", "104"),
                            List.of("检查互联网上网服务营业场所（家次）", "156", "54"),
                            List.of("检查娱乐场所（家次）", "72", "50"),
                            List.of("检查游艺娱乐场所（家次）", "72", "—"),
                            List.of("检查出版物零售单位（家次）", "33", "—"),
                            List.of("依据（附件的行）", counted, nights));
            assertThat(cells(document.getTables().getLast()))
                    .anyMatch(line -> line.getFirst().equals(nights)
                            && line.subList(1, 4).equals(List.of("活动", "文化局", "瑞昌市"))
                            && line.getLast().equals("第" + summer + "行"));
            assertThat(document.getCharts()).hasSize(1);
            assertThat(document.getCharts()
                            .getFirst()
                            .getChartSeries()
                            .getFirst()
                            .getSeriesCount())
                    .isEqualTo(2);
            isAnOfficialLetter(document);
            assertThat(String.join("", said)).doesNotContain(campaign, entered.summer());
        }
        assertThat(page).contains("<svg").doesNotContain("<script", "http", campaign, entered.summer());
    }

    /** GB/T 9704-2012: A4, 37 mm above, headings that a table of contents finds, page numbers, what is left to write. */
    private static void isAnOfficialLetter(XWPFDocument document) {
        CTSectPr page = document.getDocument().getBody().getSectPr();
        assertThat(page.getPgSz().getW()).hasToString("11906");
        assertThat(page.getPgMar().getTop()).hasToString("2098");
        assertThat(document.getStyles().getStyle("Title").getCTStyle().xmlText())
                .contains("方正小标宋简体", "w:sz w:val=\"44\"");
        assertThat(document.getStyles().getStyle("BodyText").getCTStyle().xmlText())
                .contains("w:firstLineChars=\"200\"");
        assertThat(document.getParagraphs().stream()
                        .filter(one -> "Heading1".equals(one.getStyle()))
                        .map(XWPFParagraph::getText))
                .containsExactly("一、总体情况", "二、各单位情况", "三、培训和责任书", "四、认定属实的违规行为", "五、存在的问题", "六、下一步工作");
        assertThat(document.getFooterList()
                        .getFirst()
                        .getParagraphs()
                        .getLast()
                        .getCTP()
                        .xmlText())
                .contains("PAGE");
        assertThat(document.getProperties().getCoreProperties().getCreator()).isEqualTo("瑞昌市文化广电新闻出版局");
        assertThat(document.getProperties().getExtendedProperties().getApplication())
                .isEqualTo("Lingdian");
    }

    @Test
    void noBriefingIsWrittenForAStranger(@TempDir Path directory) {
        Path docx = directory.resolve("summer.docx");

        assertThat(write(api.regulator("culture", "360482"), campaign(), docx, directory.resolve("summer.html")))
                .isEqualTo(1);

        assertThat(docx).doesNotExist();
    }

    @Test
    void aClosedInspectionCountsWithWhatItConfirmed() {
        String campaign = campaign();
        String violation = violations.add("OVERTIME_OPERATION", RUICHANG, "{culture}");
        act(violation, "acknowledge");
        String inspection = act(violation, "dispatch")
                .getJsonArray("steps")
                .getJsonObject(1)
                .getString("inspection");
        act(violation, "confirm");
        var entry = new JsonObject().put("type", "inspection").put("inspection", inspection);
        assertThat(post(culture, campaign, entry).places()).as("still open").containsExactly("/inspection");
        Answer closed = api.call("PUT", "/api/v1/inspections/" + inspection, culture, new JsonObject("""
                        {"kind":"night-round","unit":"文化局","officerCount":4,"vehicles":1,"closed":true,"version":1,
                         "premises":[{"kind":"internet-cafe","placeCode":"36048110000001"}]}"""));
        assertThat(closed.status()).as(closed.text()).isEqualTo(200);

        enter(culture, campaign, entry.encode());
        assertThat(post(culture, campaign, entry).status()).as("twice").isEqualTo(409);

        JsonObject report = report(culture, campaign);
        assertThat(report.getJsonObject("nightRounds").getInteger("rounds")).isEqualTo(1);
        assertThat(report.getJsonObject("total").getJsonObject("officers")).isEqualTo(count(4, false));
        assertThat(report.getJsonObject("confirmed")
                        .getJsonObject("OVERTIME_OPERATION")
                        .getJsonArray("rows"))
                .containsExactly(violation);
        assertThat(report(police, campaign).getJsonObject("confirmed"))
                .as("not of the police's authority")
                .isEmpty();
    }

    @Test
    void anEntryIsWithdrawnByItsOwnAuthorityAndNotUnderItsParts() {
        String campaign = campaign();
        String whole = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\"}");
        String part = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + whole + "\"}");

        assertThat(withdraw(police, campaign, part)).isEqualTo(404);
        assertThat(withdraw(culture, campaign, whole)).isEqualTo(409);
        assertThat(withdraw(culture, campaign, part)).isEqualTo(204);
        assertThat(withdraw(culture, campaign, part)).isEqualTo(404);
        assertThat(withdraw(culture, campaign, whole)).isEqualTo(204);
        assertThat(report(culture, campaign).getJsonObject("total").getJsonArray("rows"))
                .isEmpty();
    }

    @Test
    void anActivityIsPartOfTwentyOthersAtMost() {
        String campaign = campaign();
        String last = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\"}");
        for (int i = 0; i < 20; i++) {
            last = enter(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + last + "\"}");
        }

        assertThat(post(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + last + "\"}")
                        .places())
                .containsExactly("/within");
        assertThat(report(culture, campaign).getJsonObject("total").getJsonArray("rows"))
                .hasSize(1);
    }

    @Test
    void anOfficerLeavesRoomForOthers() {
        String campaign = campaign();
        entries(police, campaign, 250);

        Answer more = post(police, campaign, LETTERS);

        assertThat(more.status()).as(more.text()).isEqualTo(409);
        assertThat(more.json().getString("code")).isEqualTo("too-many");
        entries(api.regulator("public-security", "360481"), campaign, 250);
        assertThat(post(api.regulator("public-security", "360481"), campaign, LETTERS)
                        .status())
                .as("the authority has all its entries")
                .isEqualTo(409);
        assertThat(post(culture, campaign, LETTERS).status()).isEqualTo(201);
    }

    /** Otherwise an entry that is made and withdrawn again and again lengthens all that is read of the campaign. */
    @Test
    void withdrawnEntriesTakeRoomToo() {
        String campaign = campaign();
        entries(police, campaign, 250);
        api.sql("INSERT INTO campaign_withdrawal SELECT id, at, account FROM campaign_entry WHERE campaign_id = '"
                + campaign + "'");

        Answer more = post(police, campaign, LETTERS);

        assertThat(more.status()).isEqualTo(409);
        assertThat(more.text()).contains("those withdrawn included");
    }

    /** One that an officer makes, and as if they had made so many. */
    private static void entries(String officer, String campaign, int number) {
        String id = enter(officer, campaign, LETTERS);
        api.sql("INSERT INTO campaign_entry (id, campaign_id, type, authority, unit, at, account, figures, region)"
                + " SELECT gen_random_uuid(), campaign_id, type, authority, unit, at, account, figures, region"
                + " FROM campaign_entry, generate_series(2, " + number + ") WHERE id = '" + id + "'");
    }

    @Test
    void campaignsOfARegionEndAndNoOfficerTakesAllTheRoom() {
        String first = api.regulator("culture", "350102");
        for (int i = 0; i < 2; i++) {
            assertThat(api.call("POST", "/api/v1/campaigns", first, body()).status())
                    .isEqualTo(201);
        }
        api.sql("INSERT INTO campaign (id, name, region, authorities, units, first_day, last_day, at, account)"
                + " SELECT gen_random_uuid(), name, region, authorities, units, first_day, last_day, at, account"
                + " FROM (SELECT * FROM campaign WHERE region = '350102' LIMIT 1) AS begun, generate_series(1, 98)");

        Answer refused = api.call("POST", "/api/v1/campaigns", first, body());

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().getString("code")).isEqualTo("too-many");
        String second = api.regulator("culture", "350102");
        assertThat(api.call("POST", "/api/v1/campaigns", second, body()).status())
                .isEqualTo(201);
        api.sql("INSERT INTO campaign (id, name, region, authorities, units, first_day, last_day, at, account)"
                + " SELECT gen_random_uuid(), name, region, authorities, units, first_day, last_day, at, account"
                + " FROM (SELECT * FROM campaign WHERE region = '350102' LIMIT 1) AS begun, generate_series(1, 99)");
        assertThat(api.call("POST", "/api/v1/campaigns", second, body()).status())
                .isEqualTo(409);
        String third = api.regulator("culture", "350102");
        assertThat(api.call("POST", "/api/v1/campaigns", third, body()).status())
                .as("the authority has begun all its campaigns")
                .isEqualTo(409);
        assertThat(api.call("POST", "/api/v1/campaigns", api.regulator("public-security", "350102"), body())
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anOfficerLeavesRoomForAColleaguesStatementOfTheirRegionsPart() {
        String issued = api.call("POST", "/api/v1/campaigns", api.regulator("culture", "350200"), body())
                .json()
                .getString("id");
        String first = api.regulator("culture", "350203");
        assertThat(join(first, issued, "{}").status()).isEqualTo(201);
        api.sql("INSERT INTO campaign_participant (campaign_id, region, version, units, at, account)"
                + " SELECT campaign_id, region, n, units, at, account FROM campaign_participant, generate_series(2, 50) AS n"
                + " WHERE campaign_id = '" + issued + "'");

        Answer more = join(first, issued, "{\"version\":50}");
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.json().getString("code")).isEqualTo("too-many");
        assertThat(join(api.regulator("culture", "350203"), issued, "{\"version\":50}")
                        .status())
                .isEqualTo(201);
    }

    /** A page is decoded on an event loop, and the longest campaign states 100 units of 200 characters. */
    @Test
    void aPageOfLongCampaignsEndsAtAMegabyte() {
        String officer = api.regulator("culture", "350103");
        var units = new JsonArray();
        IntStream.range(100, 200).forEach(i -> units.add(i + "单".repeat(190)));
        assertThat(api.call("POST", "/api/v1/campaigns", officer, body().put("units", units))
                        .status())
                .isEqualTo(201);
        api.sql("INSERT INTO campaign (id, name, region, authorities, units, first_day, last_day, at, account)"
                + " SELECT gen_random_uuid(), name, region, authorities, units, first_day, last_day, at, account"
                + " FROM campaign, generate_series(1, 24) WHERE region = '350103'");

        JsonObject page = api.get("/api/v1/campaigns?limit=1000", officer).json();
        JsonObject rest = api.get("/api/v1/campaigns?limit=1000&cursor=" + page.getString("next"), officer)
                .json();

        assertThat(page.getJsonArray("items")).hasSize(17);
        assertThat(rest.getJsonArray("items")).hasSize(8);
        assertThat(rest.getString("next")).isNull();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        String campaign = campaign();

        assertThat(post(
                                culture,
                                campaign,
                                "{\"type\":\"activity\",\"unit\":\"u\",\"visits\":{\"theatre\":{\"number\":1}}}")
                        .places())
                .containsExactly("/visits");
        assertThat(post(culture, campaign, "{\"type\":\"activity\"}").places()).containsExactly("/unit");
        assertThat(post(culture, campaign, "{\"type\":\"training\",\"unit\":\"u\",\"date\":\"2013-07-01\"}")
                        .places())
                .containsExactly("/kind");
        assertThat(post(culture, campaign, "{\"type\":\"letters\",\"unit\":\"u\"}")
                        .places())
                .containsExactly("/date");
        assertThat(post(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + campaign + "\"}")
                        .places())
                .containsExactly("/within");
        assertThat(post(culture, campaign, "{\"type\":\"activity\",\"unit\":\"u\",\"officers\":{\"number\":-1}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoTakesNoPartDoesNotSeeIt() {
        String ours =
                api.call("POST", "/api/v1/campaigns", culture, body()).json().getString("id");

        for (String stranger : List.of(police, api.regulator("culture", "360482"))) {
            assertThat(api.get("/api/v1/campaigns/" + ours, stranger).status()).isEqualTo(404);
            assertThat(api.get("/api/v1/campaigns/" + ours + "/report", stranger)
                            .status())
                    .isEqualTo(404);
            assertThat(post(stranger, ours, "{\"type\":\"activity\",\"unit\":\"u\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(api.get("/api/v1/campaigns", stranger).text()).doesNotContain(ours);
        }
        assertThat(api.get("/api/v1/campaigns", api.regulator("culture", "360000"))
                        .text())
                .contains(ours);
        assertThat(api.get("/api/v1/campaigns/" + ours, api.operator(RUICHANG)).status())
                .isEqualTo(403);
        assertThat(api.call("POST", "/api/v1/campaigns", culture, body().put("to", "2013-06-01"))
                        .places())
                .containsExactly("/to");
    }

    /** The county's summer of 2013 through its city's campaign, which a second county joins and a third does not. */
    @Test
    void aCitysCampaignSumsTheRegionsThatJoined(@TempDir Path directory) throws Exception {
        api.createCafe("36048210000001");
        api.createCafe("36048310000001");
        String city = api.regulator("culture", "360400");
        String neighbour = api.regulator("culture", "360482");
        String issued = api.call(
                        "POST",
                        "/api/v1/campaigns",
                        city,
                        body().put("authorities", new JsonArray(List.of("culture", "public-security"))))
                .json()
                .getString("id");
        String activity = "{\"type\":\"activity\",\"unit\":\"u\",\"officers\":{\"number\":7}}";
        assertThat(api.get("/api/v1/campaigns", culture).text()).contains(issued);
        assertThat(post(culture, issued, activity).json().getString("code")).isEqualTo("not-joined");
        assertThat(api.call("PUT", "/api/v1/campaigns/" + issued, culture, body().put("version", 1))
                        .status())
                .isEqualTo(403);

        Answer joined = join(culture, issued, """
                {"units":["文化局","公安局"],"notice":{"number":"瑞府办字〔2013〕9号","date":"2013-06-20"}}""");
        assertThat(joined.status()).as(joined.text()).isEqualTo(201);
        assertThat(join(police, issued, "{}").status()).as("joined already").isEqualTo(409);
        assertThat(join(police, issued, "{\"version\":1}").status()).isEqualTo(201);
        assertThat(join(neighbour, issued, "{}").status()).isEqualTo(201);
        assertThat(join(city, issued, "{}").status()).as("the issuer").isEqualTo(409);
        Summer entered = enterSummer(issued);
        String others = enter(neighbour, issued, activity);

        JsonObject sum = report(city, issued);
        assertThat(sum.getJsonObject("total").getJsonObject("officers")).isEqualTo(count(208 + 7, false));
        assertThat(sum.getJsonObject("total").getJsonObject("visits").getJsonObject("internet-cafe"))
                .isEqualTo(count(156, false));
        assertThat(sum.getJsonObject("nightRounds").getInteger("rounds")).isEqualTo(5);
        assertThat(sum.getJsonArray("regions").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("region") + one.getBoolean("joined") + one.getInteger("entries") + "/"
                                + one.getJsonObject("total")
                                        .getJsonObject("officers")
                                        .getInteger("number")))
                .containsExactly("360400false0/0", "360481true5/208", "360482true1/7", "360483false0/0");
        JsonObject own = report(culture, issued);
        assertThat(own.getJsonObject("total").getJsonObject("officers")).isEqualTo(count(208, false));
        assertThat(own.getJsonArray("regions")).hasSize(1);
        assertThat(own.encode()).doesNotContain(others, "360482");
        assertThat(api.get("/api/v1/campaigns/" + issued, neighbour).text())
                .contains(others)
                .doesNotContain(entered.summer(), "360481", "瑞府办字");
        assertThat(withdraw(city, issued, others)).as("another region's").isEqualTo(404);
        assertThat(withdraw(culture, issued, others)).isEqualTo(404);
        assertThat(post(
                                neighbour,
                                issued,
                                "{\"type\":\"activity\",\"unit\":\"u\",\"within\":\"" + entered.summer() + "\"}")
                        .places())
                .containsExactly("/within");
        Answer ask = post(
                city,
                issued,
                activity.replace("7", "300").replace("}}", "},\"visits\":{\"premises\":{\"number\":400}}}"));
        assertThat(ask.status()).as("a city's total over those of its counties").isEqualTo(422);
        Path letter = directory.resolve("city.docx");
        assertThat(write(city, issued, letter, directory.resolve("city.html"))).isZero();
        try (var document = new XWPFDocument(Files.newInputStream(letter))) {
            assertThat(document.getParagraphs().stream().map(XWPFParagraph::getText))
                    .contains("二、各地进展", "下辖地区中已参加2个（瑞昌市、共青城市），尚未参加1个（庐山市）。");
            assertThat(document.getCharts()).hasSize(2);
        }
    }

    /** findings: 64 cafés and 8 game halls within 86 premises were reported as 158. */
    @Test
    void aTotalThatMayContainItsPartsIsAskedAbout() {
        String campaign = campaign();
        var visits = new JsonObject("""
                {"premises":{"number":86},"internet-cafe":{"number":64},"game-hall":{"number":8}}""");
        var total = new JsonObject().put("type", "activity").put("unit", "u").put("visits", visits);

        Answer asked = post(culture, campaign, total);

        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.json().getString("code")).isEqualTo("parts-unclear");
        assertThat(asked.json().getJsonArray("readings"))
                .containsExactly(
                        new JsonObject().put("parts", "within").put("total", count(86, false)),
                        new JsonObject().put("parts", "beside").put("total", count(158, false)));
        String whole =
                enter(culture, campaign, total.copy().put("parts", "within").encode());
        assertThat(premises(campaign)).isEqualTo(count(86, false));

        Answer again = post(culture, campaign, total.copy().put("parts", "within"));
        assertThat(again.json().getJsonArray("readings"))
                .as("one total beside another of the same unit")
                .containsExactly(
                        new JsonObject().put("contains", new JsonArray().add(whole)),
                        new JsonObject().put("within", whole),
                        new JsonObject().put("beside", true));
        enter(
                culture,
                campaign,
                total.copy()
                        .put("parts", "within")
                        .put("officers", new JsonObject().put("number", 3))
                        .put("contains", new JsonArray().add(whole))
                        .encode());
        assertThat(premises(campaign)).isEqualTo(count(86, false));
        enter(
                culture,
                campaign,
                total.copy().put("parts", "beside").put("beside", true).encode());
        assertThat(premises(campaign)).isEqualTo(count(86 + 158, false));
        assertThat(post(
                                culture,
                                campaign,
                                total.copy()
                                        .put("parts", "within")
                                        .put(
                                                "visits",
                                                visits.copy().put("premises", new JsonObject().put("number", 71))))
                        .places())
                .containsExactly("/visits/premises");
    }

    private static JsonObject premises(String campaign) {
        return report(culture, campaign)
                .getJsonObject("total")
                .getJsonObject("visits")
                .getJsonObject("premises");
    }

    private static Answer join(String token, String campaign, String body) {
        return api.call("POST", "/api/v1/campaigns/" + campaign + "/participants", token, new JsonObject(body));
    }

    @Test
    void theRulesPrecisionIsShownToAll() {
        for (int i = 0; i < 3; i++) {
            String id = violations.add("MINOR_ADMITTED", RUICHANG, "{culture}", "p-1");
            act(id, "acknowledge");
            act(id, i == 0 ? "dismiss" : "dispatch");
            act(id, i == 1 ? "confirm" : "mark-unverifiable");
        }

        JsonObject minors = api
                .get("/api/v1/rules/precision", api.regulator("public-security", "500000"))
                .json()
                .getJsonArray("items")
                .stream()
                .map(JsonObject.class::cast)
                .filter(item -> item.getString("ruleVersion").equals("p-1"))
                .findFirst()
                .orElseThrow();

        assertThat(minors.getMap())
                .containsEntry("code", "MINOR_ADMITTED")
                .containsEntry("confirmed", 1)
                .containsEntry("dismissed", 1)
                .containsEntry("precision", 0.5)
                .containsEntry("poor", false);
        for (String token : List.of(api.operator(RUICHANG), api.auditor(), RunningApi.ADMIN)) {
            assertThat(api.get("/api/v1/rules/precision", token)
                            .json()
                            .getJsonArray("items")
                            .contains(minors))
                    .isTrue();
        }
    }

    /** The entries of the county's summer, by id. */
    private record Summer(String summer, String nights, String visits, String training, String letters) {}

    private static Summer enterSummer(String campaign) {
        String summer = enter(culture, campaign, """
                {"type":"activity","unit":"文化局","officers":{"number":208},"vehicles":{"number":52},
                 "visits":{"internet-cafe":{"number":156},"game-hall":{"number":72},"bookshop":{"number":33}}}""");
        String nights = enter(culture, campaign, """
                {"type":"activity","unit":"文化局","nightRounds":5,"officers":{"number":82},"vehicles":{"number":22},
                 "visits":{"internet-cafe":{"number":54},"entertainment-venue":{"number":50}},"within":"%s"}""".formatted(summer));
        String visits = enter(police, campaign, """
                {"type":"activity","unit":"公安局","visits":{"premises":{"number":100,"lowerBound":true}}}""");
        String training = enter(police, campaign, """
                {"type":"training","unit":"公安局","kind":"网吧安全员和业主培训","date":"2013-07-10","cafes":{"number":30,"lowerBound":true}}""");
        String letters = enter(police, campaign, """
                {"type":"letters","unit":"公安局","date":"2013-07-10"}""");
        return new Summer(summer, nights, visits, training, letters);
    }

    private static int write(String token, String campaign, Path docx, Path html) {
        return new CommandLine(new ReportCommand())
                .execute(
                        "--server=http://127.0.0.1:" + api.port(),
                        "--token=" + token,
                        "--docx=" + docx,
                        "--html=" + html,
                        campaign);
    }

    /** The number of an entry's row in the annex, by what it states. */
    private static Function<String, String> rowsOf(XWPFTable annex) {
        Map<String, String> numbers = cells(annex).stream().collect(toMap(row -> row.get(5), List::getFirst));
        assertThat(numbers.values()).containsExactlyInAnyOrder("行", "1", "2", "3", "4", "5");
        return numbers::get;
    }

    private static List<List<String>> cells(XWPFTable table) {
        return table.getRows().stream()
                .map(row ->
                        row.getTableCells().stream().map(XWPFTableCell::getText).toList())
                .toList();
    }

    private static JsonObject body() {
        return new JsonObject().put("name", "暑期专项整治").put("from", "2013-07-01").put("to", "2013-08-31");
    }

    private static String campaign() {
        Answer created = api.call(
                "POST",
                "/api/v1/campaigns",
                culture,
                body().put("authorities", new JsonArray(List.of("culture", "public-security"))));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().getString("id");
    }

    private static Answer post(String token, String campaign, String body) {
        return post(token, campaign, new JsonObject(body));
    }

    private static Answer post(String token, String campaign, JsonObject body) {
        return api.call("POST", "/api/v1/campaigns/" + campaign + "/entries", token, body);
    }

    /** @return the entry's id */
    private static String enter(String token, String campaign, String body) {
        Answer entered = post(token, campaign, body);
        assertThat(entered.status()).as(entered.text()).isEqualTo(201);
        String known = api.value("SELECT id FROM campaign_entry ORDER BY ctid DESC LIMIT 1");
        assertThat(entered.text()).contains(known);
        return known;
    }

    private static int withdraw(String token, String campaign, String entry) {
        return api.call("DELETE", "/api/v1/campaigns/" + campaign + "/entries/" + entry, token, null)
                .status();
    }

    private static JsonObject act(String violation, String action) {
        return api.call(
                        "POST",
                        "/api/v1/violations/" + violation + "/actions",
                        culture,
                        new JsonObject().put("action", action).put("note", "n"))
                .json();
    }

    private static JsonObject report(String token, String campaign) {
        Answer report = api.get("/api/v1/campaigns/" + campaign + "/report", token);
        assertThat(report.status()).as(report.text()).isEqualTo(200);
        return report.json();
    }

    private static JsonObject count(int number, boolean lowerBound) {
        return new JsonObject().put("number", number).put("lowerBound", lowerBound);
    }
}
