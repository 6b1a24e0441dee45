package lingdian.console.administration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.FieldTime;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.domain.ChinaTime;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeEntry;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.IssuedCodes;
import lingdian.office.hours.GrantedHours;
import lingdian.office.hours.HoursCalls;
import lingdian.office.query.Page;
import org.jspecify.annotations.Nullable;

/** {@code /administration/cafes}: their configuration, closures, codes and keys. */
final class CafeAdminPages {
    static final String PATH = AdministrationPages.PATH + "/cafes";
    private static final int AT_ONCE = 50;
    private static final int KEYS_MAX = 50;

    private final Divisions divisions;

    CafeAdminPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get(PATH, call -> list(call, TypedForm.EMPTY))
                .post(PATH, this::create)
                .get(PATH + "/:placeCode", call -> one(call, TypedForm.EMPTY, null))
                .post(PATH + "/:placeCode/change", CafeAdminPages::change)
                .post(PATH + "/:placeCode/close", CafeAdminPages::close)
                .post(PATH + "/:placeCode/reopen/:id", CafeAdminPages::reopen)
                .post(PATH + "/:placeCode/code", CafeAdminPages::issue)
                .post(PATH + "/:placeCode/withdraw/:id", CafeAdminPages::withdraw)
                .post(PATH + "/:placeCode/stolen", CafeAdminPages::stolen)
                .post(PATH + "/:placeCode/end-key/:id", CafeAdminPages::endKey);
    }

    private Future<Void> list(PageCall call, TypedForm form) {
        TypedRegion region = TypedRegion.of(call.query("region").strip(), divisions);
        var filter = new CafesView.Filter(
                call.query("q"), call.query("region"), region.clear(), region.suggested(), call.query("condition"));
        return (region.clear()
                        ? listed(call, filter, region)
                        : Future.succeededFuture(new Page<CafeEntry>(List.of(), null)))
                .compose(found -> call.show(
                        form.status(),
                        "administration/cafes",
                        Section.ADMINISTRATION,
                        new CafesView(
                                filter,
                                found.items(),
                                found.next() == null ? null : call.pathWith("cursor", found.next()),
                                form,
                                divisions)));
    }

    private static Future<Page<CafeEntry>> listed(PageCall call, CafesView.Filter filter, TypedRegion region) {
        return call.ask(
                CafeCalls.entries(filter.part(), region.code(), filter.condition(), call.query("cursor"), AT_ONCE));
    }

    /** The page names the café in its form: the address of a new one cannot be known before. */
    private Future<Void> create(PageCall call) {
        String placeCode = call.typed("placeCode");
        return (placeCode.matches("\\d{14}")
                        ? call.ask(CafeCalls.put(placeCode, typed(call, new JsonObject())))
                                .compose(done -> call.seeOther(PATH + "/" + placeCode, "admin.cafe"))
                        : list(call, TypedForm.wrong(call, CafesView.FORM, "placeCode")))
                .recover(failure -> TypedForm.of(call, CafesView.FORM, failure)
                        .map(form -> list(call, form))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private static Future<Void> one(PageCall call, TypedForm form, @Nullable IssuedCodes issued) {
        String placeCode = call.path("placeCode");
        return call.ask(CafeCalls.entry(placeCode)).compose(entry -> {
            var closures = call.ask(HoursCalls.of(new HoursCalls.Holder(placeCode, true)))
                    .map(GrantedHours::closures);
            var codes = call.ask(EnrolmentCalls.list(EnrolmentCalls.CODES, placeCode, "", "", KEYS_MAX));
            var keys = call.ask(EnrolmentCalls.list(EnrolmentCalls.KEYS, placeCode, "", "", KEYS_MAX));
            return Future.all(closures, codes, keys)
                    .compose(all -> call.show(
                            form.status(),
                            "administration/cafe",
                            Section.ADMINISTRATION,
                            new CafeAdminView(
                                    CafeEntry.of(entry),
                                    CafeAdminView.principal(entry),
                                    closures.result(),
                                    codes.result().items(),
                                    keys.result().items(),
                                    form,
                                    issued,
                                    call.now().atZone(ChinaTime.ZONE).toOffsetDateTime())));
        });
    }

    /** Keeps what the form does not show. */
    private static Future<Void> change(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(CafeCalls.entry(placeCode))
                .compose(entry -> call.ask(CafeCalls.put(placeCode, typed(call, entry))))
                .compose(done -> call.seeOther(PATH + "/" + placeCode, "admin.changed"))
                .recover(failure -> refused(call, CafesView.FORM, failure));
    }

    private static JsonObject typed(PageCall call, JsonObject before) {
        JsonObject licence = before.getJsonObject("licence", new JsonObject()).copy();
        JsonObject entry = before.copy();
        entry.remove("placeCode");
        return entry.put("name", call.typed("name"))
                .put(
                        "licence",
                        licence.put("number", call.typed("licence"))
                                .put("validUntil", PremisesEntry.given(call.typed("validUntil"))))
                .put("terminals", call.typed("terminals").isEmpty() ? null : call.typedNumber("terminals"))
                .put("address", PremisesEntry.given(call.typed("address")))
                .put("telephone", PremisesEntry.given(call.typed("telephone")))
                .put("principal", PremisesEntry.given(call.typed("principal")));
    }

    private static Future<Void> close(PageCall call) {
        String placeCode = call.path("placeCode");
        var validity = new HoursCalls.Validity(instant(call, "from"), instant(call, "to"), call.typed("document"));
        return call.ask(HoursCalls.close(placeCode, call.typed("kind"), validity))
                .compose(done -> call.seeOther(PATH + "/" + placeCode, "hours.closure"))
                .recover(failure -> refused(call, "closure", failure));
    }

    private static @Nullable String instant(PageCall call, String field) {
        return PremisesEntry.given(FieldTime.instant(call.typed(field), ChinaTime.ZONE));
    }

    private static Future<Void> reopen(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(HoursCalls.endClosure(placeCode, call.id("id").toString()))
                .compose(done -> call.seeOther(PATH + "/" + placeCode, "hours.end-closure"));
    }

    /** The answer to the form alone has the code: the page, or its letter as a file. */
    private static Future<Void> issue(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(EnrolmentCalls.issue(placeCode, call.typed("server"), call.hasTyped("withdrawEarlier")))
                .compose(issued -> call.hasTyped("letter")
                        ? call.send(
                                "开通函-" + placeCode + ".html",
                                "text/html; charset=utf-8",
                                () -> issued.letters().getBytes(UTF_8))
                        : one(call, TypedForm.EMPTY, issued))
                .recover(failure -> refused(call, KeysView.FORM, failure));
    }

    /** Whatever could still connect for the café: all codes that were not used, then all keys that have not ended. */
    private static Future<Void> stolen(PageCall call) {
        String placeCode = call.path("placeCode");
        // Codes first: the thief may bring one on, and get a key that was not listed.
        return withdrawOpenCodes(call, placeCode)
                .compose(withdrawn -> call.ask(EnrolmentCalls.list(EnrolmentCalls.KEYS, placeCode, "", "", KEYS_MAX)))
                .compose(keys -> Future.all(keys.items().stream()
                        .filter(key -> key.until() == null)
                        .map(key -> call.ask(EnrolmentCalls.endKey(placeCode, key.id())))
                        .toList()))
                .compose(done -> call.seeOther(
                        PATH + "/" + placeCode, call.hasTyped("closed") ? "admin.closed-ended" : "admin.stolen"));
    }

    private static Future<Void> withdraw(PageCall call) {
        String placeCode = call.path("placeCode");
        UUID id = call.id("id");
        return call.ask(EnrolmentCalls.withdraw(placeCode, id))
                .compose(done -> call.seeOther(PATH + "/" + placeCode, "admin.withdrawn"));
    }

    private static Future<Void> withdrawOpenCodes(PageCall call, String placeCode) {
        return call.ask(EnrolmentCalls.list(EnrolmentCalls.CODES, placeCode, "open", "", KEYS_MAX))
                .compose(codes -> Future.all(codes.items().stream()
                        .map(code -> call.ask(EnrolmentCalls.withdraw(placeCode, code.id())))
                        .toList()))
                .mapEmpty();
    }

    private static Future<Void> endKey(PageCall call) {
        String placeCode = call.path("placeCode");
        return call.ask(EnrolmentCalls.endKey(placeCode, call.id("id")))
                .compose(
                        ended -> call.hasTyped("codes") ? withdrawOpenCodes(call, placeCode) : Future.succeededFuture())
                .compose(done -> call.seeOther(
                        PATH + "/" + placeCode, call.hasTyped("closed") ? "admin.closed-ended" : "admin.key-ended"));
    }

    private static Future<Void> refused(PageCall call, String name, Throwable failure) {
        return TypedForm.of(call, name, failure)
                .map(form -> one(call, form, null))
                .orElseGet(() -> Future.failedFuture(failure));
    }
}
