package lingdian.console;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.UUID;
import lingdian.access.signin.Language;
import lingdian.console.administration.AdministrationPages;
import lingdian.console.approval.ApprovalPages;
import lingdian.console.audit.AuditPages;
import lingdian.console.cafe.CafeListPages;
import lingdian.console.cafe.CafePages;
import lingdian.console.campaign.CampaignPages;
import lingdian.console.casework.CasePages;
import lingdian.console.casework.HandoverPages;
import lingdian.console.casework.WorklistPages;
import lingdian.console.complaint.ComplaintPages;
import lingdian.console.disclosure.LegalHoldPages;
import lingdian.console.disclosure.RecordRequestPages;
import lingdian.console.disclosure.RegistryPages;
import lingdian.console.exportlink.ExportLinkPages;
import lingdian.console.frame.Assets;
import lingdian.console.frame.ConsoleSettings;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PhoneApp;
import lingdian.console.frame.Templates;
import lingdian.console.frame.Words;
import lingdian.console.hours.HoursPages;
import lingdian.console.inspection.DrawPages;
import lingdian.console.inspection.InspectionPages;
import lingdian.console.inspection.PhonePages;
import lingdian.console.inspection.RoundPages;
import lingdian.console.integrity.IntegrityPages;
import lingdian.console.live.LivePages;
import lingdian.console.map.MapPages;
import lingdian.console.morning.MorningPages;
import lingdian.console.notification.NotificationPages;
import lingdian.console.returns.ReturnPages;
import lingdian.console.returns.TargetPages;
import lingdian.console.roster.RosterPages;
import lingdian.console.styleguide.StyleguidePages;
import lingdian.console.trend.PrecisionPages;
import lingdian.console.trend.TrendPages;
import lingdian.console.violation.ViolationPages;
import lingdian.domain.region.Regions;
import lingdian.feed.notification.Wording;
import lingdian.law.course.Courses;
import lingdian.office.api.InProcessApi;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.settings.MapSettings;

/**
 * The regulators' console: builds all pages and mounts them.
 *
 * <p>A page is a {@link Section} for the menu, a class that calls the {@link InProcessApi} and builds a record of the
 * contents, a template for that record, and texts in both languages; see {@code console.md}.
 */
public final class Console {
    /** The largest encoded field of a form, in bytes: 4,000 Chinese characters of nine bytes each. */
    public static final int FIELD_BYTES_MAX = 40 * 1024;

    /** The most fields of one form: enough for an inspection of 200 premises. */
    public static final int FIELDS_MAX = 2_000;

    /** All paths except those that programs request. */
    private static final String PAGES = "/(?!api/|agent/|health/|metrics$|sign-in/).*";

    private final Assets assets = new Assets();
    private final Templates templates = new Templates();
    private final Regions regions;
    private final PremisesKinds kinds;
    private final Courses courses;
    private final MapSettings map;
    private final ConsoleSettings settings;
    private final InstantSource clock;

    public Console(
            Regions regions,
            PremisesKinds kinds,
            Courses courses,
            MapSettings map,
            ConsoleSettings settings,
            InstantSource clock) {
        this.regions = regions;
        this.kinds = kinds;
        this.courses = courses;
        this.map = map;
        this.settings = settings;
        this.clock = clock;
    }

    /** The pages' texts in one language, {@code zh} or {@code en}, for use in notifications. */
    public static Wording wording(String language) {
        return Words.in(language.equals(Language.EN.code()) ? Language.EN : Language.ZH);
    }

    /** Adds the pages to the server's router, after everything else that it serves. */
    public void mountOn(Vertx vertx, Router router, InProcessApi api) {
        assets.mountOn(router);
        new PhoneApp(assets).mountOn(router);
        var pages = new PageRouter(vertx, router, api, templates, assets, clock, settings);
        new WorklistPages(new Divisions(regions), courses, clock).mountOn(pages);
        new CasePages(new Divisions(regions), courses, clock).mountOn(pages);
        new HandoverPages(new Divisions(regions), courses, clock).mountOn(pages);
        new AdministrationPages(new Divisions(regions)).mountOn(pages);
        new RosterPages(new Divisions(regions)).mountOn(pages);
        new ApprovalPages(new Divisions(regions)).mountOn(pages);
        new RecordRequestPages().mountOn(pages);
        new LegalHoldPages(new Divisions(regions)).mountOn(pages);
        new RegistryPages().mountOn(pages);
        new IntegrityPages().mountOn(pages);
        new ComplaintPages().mountOn(pages);
        new MorningPages(new Divisions(regions), clock).mountOn(pages);
        new LivePages(new Divisions(regions), clock).mountOn(pages);
        new ViolationPages(new Divisions(regions)).mountOn(pages);
        new CafeListPages(new Divisions(regions), clock)
                .mountOn(pages); // before {placeCode}, which "file" would match too
        new CafePages(new Divisions(regions), clock).mountOn(pages);
        new MapPages(new Divisions(regions), map).mountOn(pages);
        new HoursPages(new Divisions(regions), clock).mountOn(pages);
        new CampaignPages(new Divisions(regions), kinds).mountOn(pages);
        new ReturnPages(new Divisions(regions)).mountOn(pages);
        new TargetPages(new Divisions(regions)).mountOn(pages);
        new ExportLinkPages().mountOn(pages);
        new InspectionPages(kinds, clock, UUID::randomUUID).mountOn(pages);
        new RoundPages(new Divisions(regions), clock).mountOn(pages);
        new PhonePages(kinds).mountOn(pages);
        new DrawPages(new Divisions(regions)).mountOn(pages);
        new TrendPages(new Divisions(regions)).mountOn(pages);
        new PrecisionPages().mountOn(pages);
        new AuditPages().mountOn(pages);
        new NotificationPages(new Divisions(regions)).mountOn(pages);
        new StyleguidePages().mountOn(pages);
        pages.getUnknown(PAGES);
    }
}
