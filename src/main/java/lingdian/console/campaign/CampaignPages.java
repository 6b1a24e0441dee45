package lingdian.console.campaign;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.access.signin.Language;
import lingdian.console.campaign.CampaignView.Confirmed;
import lingdian.console.campaign.CampaignView.Figure;
import lingdian.console.campaign.CampaignView.Line;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Rooms;
import lingdian.console.frame.Section;
import lingdian.console.frame.Times;
import lingdian.console.frame.Words;
import lingdian.office.api.Ask;
import lingdian.office.campaign.Briefing;
import lingdian.office.campaign.WebBriefing;
import lingdian.office.campaign.WordBriefing;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/** {@code /campaigns}: what was done in a campaign, and the briefing that states it. */
public final class CampaignPages {
    private static final String AT_ONCE = "50";
    private static final String INSPECTIONS = "200";
    private static final String CODE = "code.";

    private final Divisions divisions;
    private final PremisesKinds kinds;

    public CampaignPages(Divisions divisions, PremisesKinds kinds) {
        this.divisions = divisions;
        this.kinds = kinds;
    }

    public void mountOn(Rooms rooms) {
        rooms.get("/campaigns", call -> list(call, 200, null, null))
                .post("/campaigns", this::begin)
                .get("/campaigns/:id", call -> one(call, 200, null, null))
                .post("/campaigns/:id", this::change)
                .post("/campaigns/:id/entries", this::enter)
                .post("/campaigns/:id/entries/:entry/withdrawal", this::withdraw)
                .get("/campaigns/:id/report", this::report)
                .get("/campaigns/:id/report.docx", call -> file(call, ".docx", WORD, WordBriefing::bytes))
                .get(
                        "/campaigns/:id/report.html",
                        call -> file(call, ".html", "text/html; charset=utf-8", CampaignPages::html));
    }

    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static byte[] html(Briefing briefing) {
        return WebBriefing.html(briefing).getBytes(StandardCharsets.UTF_8);
    }

    private Future<Void> list(PageCall call, int status, @Nullable CampaignForm typed, @Nullable Refusal refusal) {
        return call.ask(Ask.of("listCampaigns").query("limit", AT_ONCE).query("cursor", call.query("cursor")))
                .compose(list -> call.show(
                        status,
                        "campaign/campaigns",
                        Section.CAMPAIGNS,
                        new CampaignList(
                                each(list, "items")
                                        .map(one -> CampaignList.Line.of(one, divisions))
                                        .toList(),
                                next(list.getString("next")),
                                typed == null ? Map.of() : typed.fields(),
                                refusal)));
    }

    private static @Nullable String next(@Nullable String cursor) {
        return cursor == null ? null : "/campaigns?cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    private Future<Void> begin(PageCall call) {
        CampaignForm form = form(call);
        return call.ask(Ask.of("createCampaign")
                        .body(form.campaign(call.account().authority())))
                .compose(made -> call.seeOther("/campaigns/" + made.getString("id"), "campaign.begin"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> list(call, 422, form, refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> change(PageCall call) {
        CampaignForm form = form(call);
        return taken(
                call,
                form,
                on(call, "changeCampaign").body(form.changed().put("version", form.version())),
                "campaign.change");
    }

    private Future<Void> enter(PageCall call) {
        CampaignForm form = form(call);
        return taken(call, form, on(call, "addCampaignEntry").body(form.entry(codes())), "campaign.enter");
    }

    private Future<Void> withdraw(PageCall call) {
        return taken(
                call,
                form(call),
                on(call, "withdrawCampaignEntry").path("entry", call.id("entry")),
                "campaign.withdraw");
    }

    private Future<Void> taken(PageCall call, CampaignForm form, Ask asked, String did) {
        return call.ask(asked)
                .compose(done -> call.seeOther("/campaigns/" + call.id("id"), did))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> one(call, 422, form, refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> one(PageCall call, int status, @Nullable CampaignForm typed, @Nullable Refusal refusal) {
        Future<JsonObject> campaign = call.ask(on(call, "getCampaign"));
        return campaign.compose(found -> {
            Future<JsonObject> report = call.ask(on(call, "getCampaignReport"));
            Future<List<Choice>> inspections = inspections(call, found);
            return Future.all(report, inspections)
                    .compose(both -> call.show(
                            status,
                            "campaign/campaign",
                            Section.CAMPAIGNS,
                            view(call, found, report.result(), inspections.result(), typed, refusal)));
        });
    }

    private CampaignView view(
            PageCall call,
            JsonObject campaign,
            JsonObject report,
            List<Choice> inspections,
            @Nullable CampaignForm typed,
            @Nullable Refusal refusal) {
        return new CampaignView(
                campaign.getString("id"),
                campaign.getInteger("version"),
                campaign.getString("name"),
                divisions.name(campaign.getString("region")),
                campaign.getString("from"),
                campaign.getString("to"),
                campaign.getJsonArray("authorities").stream()
                        .map(Object::toString)
                        .toList(),
                campaign.getJsonArray("units").stream().map(Object::toString).toList(),
                Line.all(campaign.getJsonArray("entries"), call.account().authority()),
                Figure.all(report.getJsonObject("total"), "none"),
                Figure.all(report.getJsonObject("nightRounds"), "rounds"),
                confirmed(report.getJsonObject("confirmed")),
                inspections,
                codes(),
                typed == null ? Map.of() : typed.fields(),
                refusal);
    }

    private static List<Confirmed> confirmed(JsonObject byCode) {
        return byCode.fieldNames().stream()
                .map(code -> new Confirmed(
                        code,
                        byCode.getJsonObject(code).getJsonArray("rows").stream()
                                .map(Object::toString)
                                .toList()))
                .toList();
    }

    /** Closed ones that are not in it yet, the newest first. */
    private static Future<List<Choice>> inspections(PageCall call, JsonObject campaign) {
        List<String> entered = each(campaign, "entries")
                .map(one -> one.getString("inspection"))
                .filter(Objects::nonNull)
                .toList();
        return call.ask(Ask.of("listInspections").query("state", "closed").query("limit", INSPECTIONS))
                .map(list -> each(list, "items")
                        .filter(one -> !entered.contains(one.getString("id")))
                        .map(one -> new Choice(
                                one.getString("id"),
                                Times.second(Objects.requireNonNullElse(
                                                one.getString("startedAt"), one.getString("createdAt")))
                                        + " " + one.getString("unit")))
                        .toList());
    }

    private Future<Void> report(PageCall call) {
        return briefing(call)
                .compose(briefing -> call.show(
                        "campaign/campaign-report",
                        Section.CAMPAIGNS,
                        new Report("/campaigns/" + call.id("id"), briefing.title(), WebBriefing.content(briefing))));
    }

    /**
     * The briefing as a page.
     *
     * @param html made by {@link WebBriefing}, which escapes what it is given
     */
    record Report(String path, String title, String html) {}

    private interface Writing {
        byte[] bytes(Briefing briefing) throws Exception;
    }

    private Future<Void> file(PageCall call, String ending, String type, Writing writing) {
        return briefing(call)
                .compose(briefing -> call.send(briefing.title() + ending, type, () -> writing.bytes(briefing)));
    }

    private Future<Briefing> briefing(PageCall call) {
        return call.ask(on(call, "getCampaign"))
                .compose(campaign -> call.ask(on(call, "getCampaignReport"))
                        .map(report -> Briefing.of(campaign, report, kinds, violations())));
    }

    /** What violations are called in a briefing, which is Chinese. */
    private static Map<String, String> violations() {
        Words words = Words.in(Language.ZH);
        return words.keys().stream()
                .filter(key -> key.startsWith(CODE))
                .collect(Collectors.toMap(key -> key.substring(CODE.length()), words::say));
    }

    private List<String> codes() {
        return kinds.kinds().stream().map(PremisesKinds.Kind::code).toList();
    }

    private CampaignForm form(PageCall call) {
        return CampaignForm.of(call, codes());
    }

    private static Ask on(PageCall call, String operationId) {
        return Ask.of(operationId).path("id", call.id("id"));
    }

    private static Stream<JsonObject> each(JsonObject json, String member) {
        return json.getJsonArray(member).stream().map(JsonObject.class::cast);
    }
}
