package lingdian.console.roster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import lingdian.access.account.Refused;
import lingdian.access.account.Role;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.domain.RegionCode;
import lingdian.office.roster.RosterCalls;
import lingdian.office.roster.RosterDetail;
import lingdian.office.roster.RosterDetail.DutyDetail;

/**
 * {@code /roster}: who is on duty in one's own office, in the order in which they are told. The API takes a roster as a whole, so each form
 * reads it, changes one duty and enters it again, with the version that its page showed.
 */
public final class RosterPages {
    private static final String PATH = "/roster";

    private final Divisions divisions;

    public RosterPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::page)
                .post(PATH, this::save)
                .post(PATH + "/again", call -> change(call, duties -> duties).compose(done -> done(call, "again")))
                .post(
                        PATH + "/:id/remove",
                        call -> change(call, duties -> without(duties, call.id("id")))
                                .compose(done -> done(call, "removed")))
                .post(
                        PATH + "/:id/up",
                        call -> change(call, duties -> earlier(duties, call.id("id")))
                                .compose(done -> done(call, "moved")));
    }

    /** An administrator is led to what the section 管理 says of rosters. */
    private Future<Void> page(PageCall call) {
        if (call.account().role() == Role.ADMIN) {
            return call.seeOther("/administration#rosters");
        }
        return call.ask(RosterCalls.get(own(call))).compose(roster -> {
            String edited = call.query("edit");
            TypedForm form = roster.duties().stream()
                    .filter(duty -> duty.id().toString().equals(edited))
                    .findFirst()
                    .map(DutyForm::of)
                    .orElse(TypedForm.EMPTY);
            return show(call, roster, form, form.isOf(DutyForm.NAME) ? edited : "");
        });
    }

    /** Adds a duty, or takes the place of the one that was edited. */
    private Future<Void> save(PageCall call) {
        String edited = call.typed("edited");
        return call.ask(RosterCalls.get(own(call))).compose(roster -> {
            List<JsonObject> duties = new ArrayList<>();
            boolean replaced = false;
            for (DutyDetail duty : named(roster.duties())) {
                boolean isEdited = duty.id().toString().equals(edited);
                duties.add(isEdited ? DutyForm.typed(call) : duty.json());
                replaced |= isEdited;
            }
            if (!replaced) {
                duties.add(DutyForm.typed(call));
            }
            return put(call, duties)
                    .compose(done -> done(call, "saved"))
                    .recover(failure -> TypedForm.of(call, DutyForm.NAME, failure, DutyForm::field)
                            .map(form -> show(call, roster, form, edited))
                            .orElseGet(() -> Future.failedFuture(failure)));
        });
    }

    private static Future<RosterDetail> change(PageCall call, UnaryOperator<List<DutyDetail>> changed) {
        return call.ask(RosterCalls.get(own(call)))
                .compose(roster -> put(
                        call,
                        changed.apply(named(roster.duties())).stream()
                                .map(DutyDetail::json)
                                .toList()));
    }

    /** A duty whose name cannot be read any more cannot be entered again. */
    private static List<DutyDetail> named(List<DutyDetail> duties) {
        return duties.stream().filter(duty -> !duty.name().isEmpty()).toList();
    }

    private static Future<RosterDetail> put(PageCall call, List<JsonObject> duties) {
        JsonObject roster =
                new JsonObject().put("version", call.typedNumber("version")).put("duties", new JsonArray(duties));
        String password = call.typedExactly("password");
        return call.ask(RosterCalls.put(own(call), password.isEmpty() ? roster : roster.put("password", password)));
    }

    private static List<DutyDetail> without(List<DutyDetail> duties, UUID id) {
        return duties.stream().filter(duty -> !duty.id().equals(id)).toList();
    }

    private static List<DutyDetail> earlier(List<DutyDetail> duties, UUID id) {
        int place = IntStream.range(0, duties.size())
                .filter(i -> duties.get(i).id().equals(id))
                .findFirst()
                .orElseThrow(NoSuchPageException::new);
        List<DutyDetail> moved = new ArrayList<>(duties);
        Collections.swap(moved, place, Math.max(0, place - 1));
        return moved;
    }

    private Future<Void> show(PageCall call, RosterDetail roster, TypedForm form, String edited) {
        String office = divisions.name(roster.region()) + " · " + call.words().sayWord("authority", roster.authority());
        return call.show(
                form.status(),
                "roster/roster",
                Section.ROSTER,
                new RosterView(roster, office, edited, form, call.now()));
    }

    private static Future<Void> done(PageCall call, String what) {
        return call.seeOther(PATH, "roster." + what);
    }

    private static RegionCode own(PageCall call) {
        RegionCode region = call.account().region();
        if (!call.may(RosterCalls.GET)) {
            throw Refused.role(call.account().role());
        }
        return Objects.requireNonNull(region, "each regulator has a region");
    }
}
