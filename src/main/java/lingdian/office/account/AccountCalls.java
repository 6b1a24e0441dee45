package lingdian.office.account;

import java.util.List;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.JsonValues;

/** The operations on accounts, as pages call them. */
public final class AccountCalls {
    public static final ApiOperation<List<AccountChange>> CHANGES =
            new ApiOperation<>("listAccountChanges", answer -> JsonValues.all(answer, "items", AccountChange::of));
    public static final ApiOperation<List<Colleague>> COLLEAGUES =
            new ApiOperation<>("listColleagues", answer -> JsonValues.all(answer, "items", Colleague::of));

    private AccountCalls() {}
}
