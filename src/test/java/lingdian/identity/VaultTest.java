package lingdian.identity;

class VaultTest extends VaultContract {
    @Override
    KeySuite suite() {
        return KeySuite.INTERNATIONAL;
    }
}
