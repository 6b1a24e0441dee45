package lingdian.console.administration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.EnrolmentCalls.Earlier;
import org.jspecify.annotations.Nullable;

/** {@code /administration/keys}: codes and keys of all cafés, and the letters of a region. */
final class KeyAdminPages {
    static final String PATH = AdministrationPages.PATH + "/keys";
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    KeyAdminPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get(PATH, call -> list(call, TypedForm.EMPTY)).post(PATH + "/letters", this::letters);
    }

    private static Future<Void> list(PageCall call, TypedForm form) {
        boolean keys = call.query("of").equals("keys");
        return call.ask(EnrolmentCalls.list(
                        keys ? EnrolmentCalls.KEYS : EnrolmentCalls.CODES,
                        call.query("q"),
                        call.query("state"),
                        call.query("cursor"),
                        AT_ONCE))
                .compose(found -> call.show(
                        form.status(),
                        "administration/keys",
                        Section.ADMINISTRATION,
                        new KeysView(
                                keys,
                                call.query("q"),
                                call.query("state"),
                                found.items(),
                                next(call, found.next()),
                                form)));
    }

    private static @Nullable String next(PageCall call, @Nullable String cursor) {
        return cursor == null ? null : call.pathWith("cursor", cursor);
    }

    /** The file alone has the codes: they are on no page that could be opened again. */
    private Future<Void> letters(PageCall call) {
        TypedRegion region = TypedRegion.of(call, divisions);
        if (!region.clear()) {
            return list(call, region.unclear(call, KeysView.FORM));
        }
        return call.ask(EnrolmentCalls.issueAll(
                        region.code(),
                        call.hasTyped("onlyNew"),
                        Earlier.of(call.typed("earlier")),
                        PremisesEntry.given(call.typed("server"))))
                .compose(issued -> issued.codes().isEmpty()
                        ? list(call, TypedForm.wrong(call, KeysView.FORM, KeysView.NONE))
                        : call.send(
                                "开通函-" + divisions.shortName(region.code()) + "-" + region.code() + ".html",
                                "text/html; charset=utf-8",
                                issued.codes().size(),
                                () -> issued.letters().getBytes(UTF_8)))
                .recover(failure -> TypedForm.of(call, KeysView.FORM, failure)
                        .map(form -> list(call, form))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }
}
