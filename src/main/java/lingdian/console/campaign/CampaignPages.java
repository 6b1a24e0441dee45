package lingdian.console.campaign;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.access.signin.Language;
import lingdian.console.campaign.CampaignView.Input;
import lingdian.console.campaign.CampaignView.Line;
import lingdian.console.campaign.CampaignView.RegionLine;
import lingdian.console.campaign.CampaignView.Standing;
import lingdian.console.campaign.CampaignView.Sums;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.InspectionTitles;
import lingdian.console.frame.PageAddress;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Refusal;
import lingdian.console.frame.Section;
import lingdian.console.frame.Words;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.ChinaTime;
import lingdian.domain.InspectionId;
import lingdian.office.api.ApiRequest;
import lingdian.office.campaign.Briefing;
import lingdian.office.campaign.CampaignCalls;
import lingdian.office.campaign.CampaignDetail;
import lingdian.office.campaign.CampaignTotals;
import lingdian.office.campaign.WebBriefing;
import lingdian.office.campaign.WordBriefing;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.inspection.PremisesKinds;
import org.jspecify.annotations.Nullable;

/** {@code /campaigns}: the entries of a campaign, and its briefing. */
public final class CampaignPages {
    private static final int AT_ONCE = 50;
    private static final int INSPECTIONS = 200;
    private static final String CODE = "code.";

    private final Divisions divisions;
    private final PremisesKinds kinds;

    public CampaignPages(Divisions divisions, PremisesKinds kinds) {
        this.divisions = divisions;
        this.kinds = kinds;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/campaigns", call -> list(call, 200, null, null))
                .post("/campaigns", this::begin)
                .get("/campaigns/:id", call -> one(call, 200, Input.NONE))
                .post("/campaigns/:id", this::change)
                .post("/campaigns/:id/participation", this::join)
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
        return call.ask(CampaignCalls.list(call.query("cursor"), AT_ONCE))
                .compose(list -> call.show(
                        status,
                        "campaign/campaigns",
                        Section.CAMPAIGNS,
                        new CampaignList(
                                list.items().stream()
                                        .map(one -> CampaignList.Line.of(one, divisions))
                                        .toList(),
                                PageAddress.next("/campaigns", list.next()),
                                typed == null ? Map.of() : typed.fields(),
                                refusal)));
    }

    private Future<Void> begin(PageCall call) {
        CampaignForm form = form(call);
        return call.ask(CampaignCalls.create(form.campaign(call.account().authority())))
                .compose(made -> call.seeOther("/campaigns/" + made.summary().id(), "campaign.begin"))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> list(call, 422, form, refusal))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> change(PageCall call) {
        CampaignForm form = form(call);
        return taken(
                call,
                form,
                CampaignCalls.change(id(call), form.changed().put("version", form.version())),
                "campaign.change");
    }

    private Future<Void> join(PageCall call) {
        CampaignForm form = form(call);
        return taken(call, form, CampaignCalls.join(id(call), form.joined()), "campaign.join");
    }

    private Future<Void> enter(PageCall call) {
        CampaignForm form = form(call);
        return taken(call, form, CampaignCalls.addEntry(id(call), form.entry(codes())), "campaign.enter");
    }

    private Future<Void> withdraw(PageCall call) {
        return taken(call, form(call), CampaignCalls.withdrawEntry(id(call), call.id("entry")), "campaign.withdraw");
    }

    private Future<Void> taken(PageCall call, CampaignForm form, ApiRequest<?> asked, String did) {
        return call.ask(asked)
                .compose(done -> call.seeOther("/campaigns/" + id(call), did))
                .recover(failure -> Refusal.of(failure)
                        .map(refusal -> one(call, 422, new Input(form.fields(), refusal, PartsAsked.of(failure))))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> one(PageCall call, int status, Input input) {
        return call.ask(CampaignCalls.one(id(call))).compose(campaign -> {
            Future<CampaignTotals> report = call.ask(CampaignCalls.report(id(call)));
            Future<List<Choice>> inspections = inspections(call, campaign);
            return Future.all(report, inspections)
                    .compose(both -> call.show(
                            status,
                            "campaign/campaign",
                            Section.CAMPAIGNS,
                            new CampaignView(
                                    campaign.summary(),
                                    divisions.name(campaign.summary().region()),
                                    Standing.of(campaign),
                                    Line.all(campaign, call.account().authority(), divisions),
                                    Sums.of(report.result()),
                                    RegionLine.all(report.result().regions(), divisions),
                                    inspections.result(),
                                    codes(),
                                    input)));
        });
    }

    /** Closed inspections that the campaign does not contain yet, the newest first. */
    private static Future<List<Choice>> inspections(PageCall call, CampaignDetail campaign) {
        List<InspectionId> entered = campaign.entries().stream()
                .map(CampaignDetail.Entered::inspection)
                .filter(Objects::nonNull)
                .toList();
        return call.ask(InspectionCalls.list(InspectionCalls.Filter.CLOSED, "", INSPECTIONS))
                .compose(list -> InspectionTitles.of(call, list.items())
                        .map(titles -> list.items().stream()
                                .filter(one -> !entered.contains(one.id()))
                                .map(one -> new Choice(one.id().toString(), titles.title(one) + " · " + one.unit()))
                                .toList()));
    }

    private Future<Void> report(PageCall call) {
        return briefing(call)
                .compose(briefing -> call.show(
                        "campaign/campaign-report",
                        Section.CAMPAIGNS,
                        new Report("/campaigns/" + id(call), briefing.title(), WebBriefing.content(briefing))));
    }

    /**
     * The briefing as a page.
     *
     * @param html made by {@link WebBriefing}, which escapes all values
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
        return call.ask(CampaignCalls.one(id(call)))
                .compose(campaign -> call.ask(CampaignCalls.report(id(call)))
                        .compose(report -> office(call, campaign)
                                .map(office -> Briefing.of(campaign.json(), report.json(), terms(call, office)))));
    }

    private Briefing.Terms terms(PageCall call, String office) {
        return new Briefing.Terms(
                kinds, violations(), divisions::shortName, office, LocalDate.ofInstant(call.now(), ChinaTime.ZONE));
    }

    /** Empty where nobody has entered it, or the reader's region is none of the campaign's. */
    private static Future<String> office(PageCall call, CampaignDetail campaign) {
        Authority authority = call.account().authority();
        return authority == null
                ? Future.succeededFuture("")
                : call.ask(CampaignCalls.office(campaign.own().region(), authority))
                        .recover(failure -> Future.succeededFuture(""));
    }

    /** The Chinese names of violations, by code: a briefing is in Chinese. */
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

    private static CampaignId id(PageCall call) {
        return new CampaignId(call.id("id"));
    }
}
