package lingdian.record.evidence;

import lingdian.domain.AccountId;
import lingdian.domain.region.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who wants an evidence bundle.
 *
 * @param reader for whom it is made
 * @param account that asks for it; null: the service itself, which keeps it with a case
 */
public record BundleOrder(BundleReader reader, @Nullable AccountId account) {
    public static BundleOrder by(AccountId account, Scope scope) {
        return new BundleOrder(BundleReader.of(scope), account);
    }

    static BundleOrder toKeep(BundleReader reader) {
        return new BundleOrder(reader, null);
    }

    boolean isOperators() {
        return reader == BundleReader.CAFE && account != null;
    }
}
