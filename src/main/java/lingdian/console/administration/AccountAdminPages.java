package lingdian.console.administration;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.NoSuchPageException;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.PremisesEntry;
import lingdian.console.frame.Section;
import lingdian.console.frame.TypedForm;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.AccountDependents;
import lingdian.office.account.AccountDetail;
import lingdian.office.api.ApiRequest;
import org.jspecify.annotations.Nullable;

/** {@code /administration/accounts}: people's accounts, their rights and their ways in. */
final class AccountAdminPages {
    static final String PATH = AdministrationPages.PATH + "/accounts";
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    AccountAdminPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get(PATH, call -> list(call, begun(call), GivenInvitation.NONE))
                .post(PATH, this::create)
                .get(PATH + "/:id", call -> one(call, TypedForm.EMPTY, GivenInvitation.NONE))
                .post(PATH + "/:id/change", this::change)
                .post(PATH + "/:id/invite", this::invite)
                .post(PATH + "/:id/factor", call -> act(call, AccountCalls.resetSecondFactor(call.id("id")), "factor"))
                .post(PATH + "/:id/end", call -> act(call, AccountCalls.end(call.id("id")), "ended"));
    }

    /** The form of a new account, begun where a link names the office that lacks one. */
    private static TypedForm begun(PageCall call) {
        return call.query("region").isEmpty()
                ? TypedForm.EMPTY
                : new TypedForm(
                        AccountsView.FORM,
                        Map.of(
                                "role", List.of("regulator"),
                                "authority", List.of(call.query("authority")),
                                "region", List.of(call.query("region"))),
                        null);
    }

    private Future<Void> list(PageCall call, TypedForm form, GivenInvitation invitation) {
        String part = call.query("q");
        return call.ask(AccountCalls.list(part, call.query("cursor"), AT_ONCE))
                .compose(found -> call.show(
                        form.status(),
                        "administration/accounts",
                        Section.ADMINISTRATION,
                        new AccountsView(
                                part,
                                found.items(),
                                found.next() == null ? null : call.pathWith("cursor", found.next()),
                                form,
                                invitation,
                                divisions,
                                call.now())));
    }

    private Future<Void> create(PageCall call) {
        return rights(call)
                .compose(typed -> typed.unclear() != null
                        ? list(call, typed.unclear(), GivenInvitation.carried(call))
                        : call.ask(AccountCalls.create(typed.rights().put("signInName", call.typed("signInName"))))
                                .compose(made -> list(
                                        call,
                                        TypedForm.EMPTY,
                                        GivenInvitation.of(
                                                call,
                                                made.invitation(),
                                                call.typed("name"),
                                                call.typed("signInName"),
                                                call.typed("role")))))
                .recover(failure -> TypedForm.of(call, AccountsView.FORM, failure)
                        .map(form -> list(call, form, GivenInvitation.carried(call)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> one(PageCall call, TypedForm form, GivenInvitation invitation) {
        UUID id = call.id("id");
        return call.ask(AccountCalls.one(id)).compose(found -> {
            AccountDetail account = found.items().stream().findFirst().orElseThrow(NoSuchPageException::new);
            Future<@Nullable AccountDependents> dependents = account.endedAt() == null
                    ? call.ask(AccountCalls.dependents(id)).map(one -> one)
                    : Future.succeededFuture(null);
            return dependents.compose(settled -> call.show(
                    form.status(),
                    "administration/account",
                    Section.ADMINISTRATION,
                    new AccountView(
                            account,
                            form.isOf("") ? typed(account) : form,
                            invitation,
                            settled,
                            office(call, account),
                            where(account),
                            call.now())));
        });
    }

    private String where(AccountDetail account) {
        return account.region().isEmpty()
                ? String.join(" ", account.placeCodes())
                : account.region() + " " + divisions.name(account.region());
    }

    private String office(PageCall call, AccountDetail account) {
        return account.region().isEmpty()
                ? ""
                : divisions.name(account.region()) + " · " + call.words().sayWord("authority", account.authority());
    }

    /** The form as if it had been typed as the account is. */
    private static TypedForm typed(AccountDetail account) {
        return new TypedForm(
                AccountsView.FORM,
                Map.of(
                        "name", List.of(account.name()),
                        "role", List.of(account.role()),
                        "authority", List.of(account.authority()),
                        "region", List.of(account.region()),
                        "placeCodes", List.of(String.join(" ", account.placeCodes()))),
                null);
    }

    private Future<Void> change(PageCall call) {
        UUID id = call.id("id");
        return rights(call)
                .compose(typed -> typed.unclear() != null
                        ? one(call, typed.unclear(), GivenInvitation.NONE)
                        : call.ask(AccountCalls.change(id, typed.rights()))
                                .compose(changed -> call.seeOther(PATH + "/" + id, "admin.changed")))
                .recover(failure -> TypedForm.of(call, AccountsView.FORM, failure)
                        .map(form -> one(call, form, GivenInvitation.NONE))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private Future<Void> invite(PageCall call) {
        return call.ask(AccountCalls.one(call.id("id")))
                .map(found -> found.items().stream().findFirst().orElseThrow(NoSuchPageException::new))
                .compose(account -> call.ask(AccountCalls.invite(account.id()))
                        .map(made ->
                                GivenInvitation.of(call, made, account.name(), account.signInName(), account.role())))
                .compose(given -> one(call, TypedForm.EMPTY, given));
    }

    private static Future<Void> act(PageCall call, ApiRequest<?> request, String what) {
        return call.ask(request).compose(done -> call.seeOther(PATH + "/" + call.id("id"), "admin." + what));
    }

    /** @param unclear the form that asks what was meant; null: all is clear */
    private record TypedRights(JsonObject rights, @Nullable TypedForm unclear) {
        @Override
        public String toString() {
            return "TypedRights"; // what was typed is free text
        }
    }

    private Future<TypedRights> rights(PageCall call) {
        TypedRegion region = TypedRegion.of(call, divisions);
        if (!region.clear()) {
            return Future.succeededFuture(new TypedRights(new JsonObject(), region.unclear(call, AccountsView.FORM)));
        }
        return TypedCafes.of(call)
                .map(cafes -> new TypedRights(
                        new JsonObject()
                                .put("name", call.typed("name"))
                                .put("role", call.typed("role"))
                                .put("authority", PremisesEntry.given(call.typed("authority")))
                                .put("region", PremisesEntry.given(region.code()))
                                .put("placeCodes", cafes.codes().isEmpty() ? null : new JsonArray(cafes.codes())),
                        cafes.clear() ? null : cafes.unclear(call, AccountsView.FORM)));
    }
}
