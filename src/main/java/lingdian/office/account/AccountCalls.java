package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import lingdian.office.query.Page;

/** The operations on accounts, as pages call them. */
public final class AccountCalls {
    public static final ApiOperation<List<AccountChange>> CHANGES =
            new ApiOperation<>("listAccountChanges", answer -> JsonValues.all(answer, "items", AccountChange::of));
    public static final ApiOperation<List<Colleague>> COLLEAGUES =
            new ApiOperation<>("listColleagues", answer -> JsonValues.all(answer, "items", Colleague::of));

    public static final ApiOperation<Page<AccountDetail>> LIST =
            new ApiOperation<>("listAccounts", answer -> Page.read(answer, AccountDetail::of));

    private static final ApiOperation<MadeAccount> CREATE = new ApiOperation<>("createAccount", MadeAccount::of);
    private static final ApiOperation<?> CHANGE = ApiOperation.unread("changeAccount");
    private static final ApiOperation<Invitation> INVITE = new ApiOperation<>("inviteAccount", Invitation::of);
    private static final ApiOperation<AccountDependents> DEPENDENTS =
            new ApiOperation<>("getAccountDependents", AccountDependents::of);
    private static final ApiOperation<?> RESET = ApiOperation.unread("resetSecondFactor");
    private static final ApiOperation<?> END = ApiOperation.unread("endAccount");
    private static final String ID = "id";

    private AccountCalls() {}

    /** Those of the last days whose holder is, or was, an operator of a café. */
    public static ApiRequest<List<AccountChange>> changesAt(String placeCode) {
        return CHANGES.request().query("placeCode", placeCode);
    }

    /** @param path of the page on which the person sets a password, shown once */
    public record Invitation(String path, OffsetDateTime expiresAt) {
        private static Invitation of(JsonObject json) {
            return new Invitation(json.getString("path"), JsonValues.time(json, "expiresAt"));
        }

        @Override
        public String toString() {
            return "Invitation"; // the path is a secret
        }
    }

    public record MadeAccount(UUID id, Invitation invitation) {
        private static MadeAccount of(JsonObject json) {
            return new MadeAccount(JsonValues.id(json, ID), Invitation.of(json.getJsonObject("invitation")));
        }

        @Override
        public String toString() {
            return "MadeAccount[" + id + "]"; // an invitation is a secret
        }
    }

    /** Newest first. @param part of a name, or the place code of an operator's café */
    public static ApiRequest<Page<AccountDetail>> list(String part, String cursor, int limit) {
        return LIST.request().query("q", part).query("cursor", cursor).query("limit", limit);
    }

    /** A page of one, or of none. */
    public static ApiRequest<Page<AccountDetail>> one(UUID id) {
        return LIST.request().query(ID, id);
    }

    /** @param rights with the name and the sign-in name of a person */
    public static ApiRequest<MadeAccount> create(JsonObject rights) {
        return CREATE.request().body(rights);
    }

    public static ApiRequest<?> change(UUID id, JsonObject rights) {
        return CHANGE.on(ID, id).body(rights);
    }

    /** Answers with the invitation, which is shown once. */
    public static ApiRequest<Invitation> invite(UUID id) {
        return INVITE.on(ID, id);
    }

    public static ApiRequest<AccountDependents> dependents(UUID id) {
        return DEPENDENTS.on(ID, id);
    }

    public static ApiRequest<?> resetSecondFactor(UUID id) {
        return RESET.on(ID, id);
    }

    public static ApiRequest<?> end(UUID id) {
        return END.on(ID, id);
    }
}
