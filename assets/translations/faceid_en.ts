<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>AttemptsView</name>
    <message numerus="yes">
        <source>%n attempt(s) are damaged and left out.</source>
        <translation>
            <numerusform>%n attempt is damaged and left out.</numerusform>
            <numerusform>%n attempts are damaged and left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) were made with another network and cannot be tried again.</source>
        <translation>
            <numerusform>%n attempt was made with another network and cannot be tried again.</numerusform>
            <numerusform>%n attempts were made with another network and cannot be tried again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es) become no match</source>
        <translation>
            <numerusform>%n match becomes no match</numerusform>
            <numerusform>%n matches become no match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the other way</source>
        <translation>
            <numerusform>%n the other way</numerusform>
            <numerusform>%n the other way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a match become one</source>
        <translation>
            <numerusform>%n without a match becomes one</numerusform>
            <numerusform>%n without a match become one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would change</source>
        <translation>
            <numerusform>%n would change</numerusform>
            <numerusform>%n would change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of your last %n attempt(s)</source>
        <translation>
            <numerusform>Of your last %n attempt</numerusform>
            <numerusform>Of your last %n attempts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your last %n attempt(s) would come out the same.</source>
        <translation>
            <numerusform>Your last %n attempt would come out the same.</numerusform>
            <numerusform>Your last %n attempts would come out the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataFolderRow</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were removed from the old place.</source>
        <translation>
            <numerusform>%n file was removed from the old place.</numerusform>
            <numerusform>%n files were removed from the old place.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message numerus="yes">
        <source>%n capture(s) removed: that was a picture of a face, not a face.</source>
        <translation>
            <numerusform>%n capture removed: that was a picture of a face, not a face.</numerusform>
            <numerusform>%n captures removed: that was a picture of a face, not a face.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>People</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) to look at</source>
        <translation>
            <numerusform>%n picture to look at</numerusform>
            <numerusform>%n pictures to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProtectionRows</name>
    <message numerus="yes">
        <source>%n profile(s) are sealed now.</source>
        <translation>
            <numerusform>%n profile is sealed now.</numerusform>
            <numerusform>%n profiles are sealed now.</numerusform>
        </translation>
    </message>
</context>
</TS>
