<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en">
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
</TS>