<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="ru">
<context>
    <name>AttemptsCard</name>
    <message>
        <source>&amp;Erase</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Remember attempts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Erased.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keeps the numbers of the last 200 attempts, never a picture, to show what other thresholds would have changed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove what was kept of attempts.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show all {count}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show fewer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>AttemptsView</name>
    <message>
        <source>%n attempt(s) are damaged and left out.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%n attempt(s) were made with another network and cannot be tried again.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%n from match to no match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%n from no match to match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%n would change</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>None yet: the next verdict is the first one.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Of your last %n attempt(s)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your last %n attempt(s) would come out the same.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{before} {changed}: {how}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{then} → {now}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>CameraBar</name>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Camera: {name}</source>
        <translation>Камера: {name}</translation>
    </message>
    <message>
        <source>Looking for cameras…</source>
        <translation>Поиск камер…</translation>
    </message>
    <message>
        <source>No camera is connected</source>
        <translation>Камера не подключена</translation>
    </message>
    <message>
        <source>Open a &amp;folder of pictures…</source>
        <translation>Открыть &amp;папку с картинками…</translation>
    </message>
    <message>
        <source>Open a &amp;video file…</source>
        <translation>Открыть &amp;видеофайл…</translation>
    </message>
    <message>
        <source>Use a folder of pictures as camera</source>
        <translation>Папка с картинками вместо камеры</translation>
    </message>
    <message>
        <source>Use a video file as camera</source>
        <translation>Видеофайл вместо камеры</translation>
    </message>
</context>
<context>
    <name>CameraNotices</name>
    <message>
        <source>Camera in use</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Camera not found</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Camera unplugged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose a camera…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Choose another…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Connect one, and it starts by itself; or choose a video file or a folder of pictures.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No camera</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Play again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start again</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Still starting the camera…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The camera cannot be used</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The camera is off</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The camera is silent</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture is black</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The picture stands still</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The pictures cannot be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The recording has ended</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{message} It starts by itself as soon as it is back.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>CapturePanel</name>
    <message>
        <source>How you usually look: the reference.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures taken</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You again, a little different: must match.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Curves of loss, precision and recall</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Recall</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>DataFolderRow</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n файл</numerusform>
            <numerusform>%n файла</numerusform>
            <numerusform>%n файлов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were removed from the old place.</source>
        <translation>
            <numerusform>Со старого места удалён %n файл.</numerusform>
            <numerusform>Со старого места удалены %n файла.</numerusform>
            <numerusform>Со старого места удалено %n файлов.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an empty folder for your data</source>
        <translation>Выберите пустую папку для данных</translation>
    </message>
    <message>
        <source>Copy at the old place</source>
        <translation>Копия на старом месте</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Папка данных</translation>
    </message>
    <message>
        <source>Move the data folder</source>
        <translation>Перенести папку данных</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Перенести…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>Открыть папку данных</translation>
    </message>
    <message>
        <source>Remove the old copy</source>
        <translation>Удалить старую копию</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>{folder}
{size} in {files}</source>
        <translation>{folder}
{size}, {files}</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Looking…</source>
        <translation>Выясняется…</translation>
    </message>
    <message>
        <source>Training runs on</source>
        <translation>Обучение идёт на</translation>
    </message>
</context>
<context>
    <name>DiagnosticsSheet</name>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All {of} are well</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copied. No names, pictures or folders of yours are in it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking at this computer… {count} things seen</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Needing attention: {count} of {of}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The log is empty.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The newest lines of the log</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
</context>
<context>
    <name>DialCard</name>
    <message>
        <source>Easy</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>How strict</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strict</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>DialView</name>
    <message>
        <source>1 in {n}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>95 %: 1 in {most} to {fewest}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>95 %: at most 1 in {most}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>95 %: {low} to {high} %.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>About 1 in {n} strangers accepted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>All your pictures were taken within seconds, so this flatters.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At most 1 in {n} strangers accepted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Counted on {comparisons} comparisons of {people} people.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Counted with your pictures on {comparisons} pictures of {people} people.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Counting strangers once for this model, for finer figures: {done} % done</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Counting strangers…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Each picture of you was tried against those of other moments.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fewer than 3 of {comparisons} comparisons of {people} people are accepted.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More than 1 in {n} strangers would pass: not allowed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No strangers came with this network, so none were compared with you.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No strangers were compared with each other.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not enough data to say how many strangers pass</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take pictures at another time to have some that can be tried.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The model learned from these pictures, so this flatters.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You: not enough data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You: {count} of {of} tries refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your thresholds let more than 1 in {n} strangers pass, so stricter ones are used.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{count} of {of} pictures of strangers would pass as you.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>EnrolControls</name>
    <message>
        <source>Continue</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Undo last</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source> Pictures ({count})</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile, then look into the camera and turn your head. The pictures stay on this computer.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Put it back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take a positive; hold to go on</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take an anchor; hold to go on</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take pictures by themselves, or pause</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take the last picture back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Who is it?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{role} removed.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>EvaluationPage</name>
    <message>
        <source>&amp;Measure</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Bundled strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Earlier reports</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Every pair of 13,233 pictures that came with the program as numbers. Nothing is needed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Get the pictures…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>LFW View 2</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Measure, or open an earlier report, and it is shown here.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Measuring…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open a report</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save as &amp;HTML…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save plot as &amp;PNG…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The protocol of published figures: 6,000 pairs in ten folds. Needs the pictures of LFW.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What to measure</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Guidance</name>
    <message>
        <source>A little different: smile, change the distance.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Anchor</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Change the light: a lamp, a window, another room.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Go on with Start, or hold P.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keep moving your head slowly.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Lift your chin a little.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look as you usually do.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look down and to the left.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look down and to the right.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look straight at the camera.</source>
        <translation>Смотрите прямо в камеру.</translation>
    </message>
    <message>
        <source>Look up and to the left.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look up and to the right.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Lower your chin a little.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>More pictures do no harm.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures are taken by themselves. You can also hold A: anchors show how you usually look.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Positive</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Positives are what must match: smile, change the distance.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Put your glasses on, or take them off.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Smile, frown, come closer or lean back.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start when you are ready.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Start, and turn your head slowly in a circle.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That is a little too far.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>That is enough. Press Q when you are done.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The anchors are complete. Now once more.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Turn your head slowly to the left.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Turn your head slowly to the right.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{count} of {of} directions are captured.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{role} not taken: {sentence} {action}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{role} {count} taken.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>HealthCard</name>
    <message>
        <source>Health</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove this picture. {why}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>HeatView</name>
    <message>
        <source>What the model looks at</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Identify</name>
    <message>
        <source>A name needs several looks.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cannot tell</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking…</source>
        <translation>Выясняется…</translation>
    </message>
    <message>
        <source>Nobody enrolled is near enough.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Several looks agree.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too near to both {first} and {second}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{named} of {of} pictures of strangers would be named as somebody enrolled ({rate:.2f} %; 95 %: {low:.2f} to {high:.2f} %); at most {target:.1f} % are allowed.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>IdentifyPage</name>
    <message>
        <source>Create a profile…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Enrol one or more people; then this page tells who of them is in view.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>In view</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loading…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No face is in view.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody to recognise yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Who can be recognised</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>KeyButton</name>
    <message>
        <source>Key {key}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Live picture</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Diagnostics…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>MovingWindow</name>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Продолжить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Сколько сделано</translation>
    </message>
    <message>
        <source>Moving your data</source>
        <translation>Перенос данных</translation>
    </message>
    <message>
        <source>To {folder}</source>
        <translation>В папку {folder}</translation>
    </message>
    <message>
        <source>{done} of {whole} copied and compared</source>
        <translation>Скопировано и сверено {done} из {whole}</translation>
    </message>
</context>
<context>
    <name>NeedRow</name>
    <message>
        <source>Stopped. What was downloaded is kept; the next time goes on from there.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Enrol</source>
        <translation>Запись</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Оценка</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Кто это?</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>%n file(s)</source>
        <translation type="unfinished">%n файл</translation>
    </message>
    <message>
        <source>%n picture(s)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>%n picture(s) to look at</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At most 1 in {many:,}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Could be better</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Everything about {name} is deleted: {files}, {size}, {when}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Healthy</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It does not verify: {why}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It matches {agrees} of {others} other pictures. Blurred, badly lit, or somebody else?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Last used {when}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No picture looks straight ahead. Take some that do.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody passes as this person</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not enough strangers to tell a personal minimum.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Of {all:,} people the network has never seen, {count:,} pass (95 %: {low} to {high}).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Own pictures refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures from every side.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Ready, not trained</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Recipe</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The network's own head judges, with thresholds counted for this person.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The pictures differ as one person's should.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The pictures differ so much that most would not match each other. Is it one person?</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The pictures hardly differ. Add some from another day, in another light.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The probes found it fit to verify.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Thresholds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Too few pictures to tell how alike they are.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trained</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unfit</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Without it, strangers accepted fall from {before:,} to {after:,}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your threshold {now:.3f} is above your minimum {least:.3f}, at which 1 in {many:,} strangers would pass.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your threshold {now:.3f} is below your minimum {least:.3f}: more than 1 in {many:,} strangers pass.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>damaged</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>its own</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not enough data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>ready, not trained</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>today at {time}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>too few pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>trained</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>unfit model</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{count:,} of {all:,} strangers pass</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{count} of {all} held out (95 %: {low} to {high})</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{detection:.3f} for each picture, {share:.0%} of the pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{pictures:,} of {all_pictures:,} pictures, {people:,} of {all_people:,} people.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{seen} of {all} directions. Pictures with the head turned help when you do not face the camera.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>Everybody enrolled</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>New person…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Add pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Comparing the pictures with each other and with the strangers…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile, then take some pictures. They stay on this computer.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Delete…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody is enrolled yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Picture removed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Put it back</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>PicturesCard</name>
    <message>
        <source>Anchors: the reference</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Positives: must match</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>Plot</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ProfileBar</name>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Удалить…</translation>
    </message>
    <message>
        <source>&amp;New profile…</source>
        <translation>&amp;Новый профиль…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Переименовать…</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Создать</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>Удалить {name}?</translation>
    </message>
    <message>
        <source>Every picture, template and model of {name} is removed. This cannot be undone.</source>
        <translation>Все снимки, шаблоны и модель профиля {name} будут удалены. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>New profile</source>
        <translation>Новый профиль</translation>
    </message>
    <message>
        <source>No profile</source>
        <translation>Нет профиля</translation>
    </message>
    <message>
        <source>Pictures and model stay as they are.</source>
        <translation>Снимки и модель останутся как есть.</translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation>Профиль: {name}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>Переименовать {name}</translation>
    </message>
    <message>
        <source>Whose face will be enrolled? Everything about a person stays on this computer.</source>
        <translation>Чьё лицо будет записано? Всё о человеке остаётся на этом компьютере.</translation>
    </message>
    <message>
        <source>{name} is deleted: {files} files were removed.</source>
        <translation>Профиль {name} удалён, стёрто файлов: {files}.</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ProgressView</name>
    <message>
        <source>Calibrating the thresholds</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Computing what the last stage starts from</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Downloading</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Exporting the model</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Judging on what was held out</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Loading the training library</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking at the strangers once</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Looking for leaks</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Preparing the network</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Probing the model</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading strangers for the probes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Starting the training process</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Turning pictures into numbers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unpacking</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>a few seconds left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>about {n} h left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>about {n} min left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>about {n} s left</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{stage}, epoch {epoch} of {epochs}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Help</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>Copied.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Deleted files with their checksums</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Receipt</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save the receipt</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Save…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>RecipeView</name>
    <message>
        <source>A network trained from nothing. The longest; it tends to learn the room, so expect it to be unfit.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>A ready face network with a matching layer tuned on your pictures.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Accurate</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fast</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fine-tuned</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>If you cancel, it can go on later from the last finished part.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>If you cancel, it starts anew the next time; the model you have stays until this one is complete.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not trained yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On this device: more than {time}, by the trainings that were stopped here.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On this device: not known until the first one.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On this device: {time}, as the last time.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>On this device: {time}, the median of the last {n}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Recommended</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>SFace, larger and slower. It is fetched, and pictures of strangers too.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The documents' experiment</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The same, with the network's last stage adjusted too. Longer, and rarely better.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This program's own network. It is here already, with strangers to judge by.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} h</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} min</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} s</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>RefusalWindow</name>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Закрыть</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>The program cannot start</source>
        <translation>Программа не может запуститься</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>How it was counted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Report</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What was measured</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Counted on stranger pairs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Finding out what it looks at…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Hide &amp;details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Probes after training</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Same person refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers accepted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Threshold</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>1 in {n}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Add pictures in another place</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At least {limit} are needed.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>At most {limit} may.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Covering any part of the picture changes nothing ({n} pictures tried).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fetch pictures of strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fit for verification</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Goes by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It accepts {count} pictures of your room without your face ({share}).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It knows your face in other places only {count} times ({share}).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Known again: {honest}; a random split would have claimed {naive}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Leaks from learning to judging</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers accepted as you</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers seen through cameras like yours</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers seen through your camera</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Train the recommended way</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trained with: {recipe}. Judged on people and pictures it had not seen.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unfit for verification</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Where covering the picture lowers the score: {face} on the face, {room} beside it. Evenly spread it would be {chance} ({n} pictures tried).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>You in other places</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your camera is enough to pass: it accepts {count} strangers seen through it ({share}).</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your own pictures refused</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your room without your face</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>at least {low} (95 %)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>at most {high} (95 %)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>none found</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>not enough data</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>nothing left to judge by</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>one burst on both sides</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the face</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>the room</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{accepted} of {n}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{known} of your faces in other places known, {taken} of your room without you</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{k} of {n} accepted</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{low} to {high} (95 %)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} copies</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{people} people; {interval}</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{refused} of {n}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>RoleButton</name>
    <message>
        <source>{count} of {target}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>RoundChoice</name>
    <message>
        <source>Also, if you like:</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Another light</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>First round</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>With and without glasses</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Scores of strangers and of you</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Diagnostics</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Everything in {folder} is removed for good. What you use now lies in {current}.</source>
        <translation>Всё в папке {folder} будет удалено навсегда. То, чем вы пользуетесь сейчас, лежит в {current}.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Перенести</translation>
    </message>
    <message>
        <source>Move all data?</source>
        <translation>Перенести все данные?</translation>
    </message>
    <message>
        <source>Open anew</source>
        <translation>Открыть заново</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove the old copy?</source>
        <translation>Удалить старую копию?</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Показать…</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>Первая найденная</translation>
    </message>
    <message>
        <source>The language changes when the window opens the next time.</source>
        <translation>Язык сменится, когда окно откроется в следующий раз.</translation>
    </message>
    <message>
        <source>The window closes while everything is copied to {folder} and compared, and opens again there. The copy at the old place stays until you remove it here.</source>
        <translation>Окно закроется, пока всё копируется в {folder} и сверяется, и откроется уже оттуда. Копия на старом месте останется, пока вы не удалите её здесь.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>What helps to find a fault: versions, devices, the log. It names nobody.</source>
        <translation>Что помогает найти ошибку: версии, устройства, журнал. Имён там нет.</translation>
    </message>
    <message>
        <source>{told} The default counts instead.</source>
        <translation>{told} Действует значение по умолчанию.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>SocketCounter</name>
    <message>
        <source>Counted in this program and in the process that trains, since they started: IPv4 and IPv6.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Internet sockets opened since the start: {count}</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>Less: {words}</source>
        <translation>Меньше: {words}</translation>
    </message>
    <message>
        <source>More: {words}</source>
        <translation>Больше: {words}</translation>
    </message>
</context>
<context>
    <name>StrangersCard</name>
    <message>
        <source>Needs a threshold of</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not tested</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scores of the closest strangers: {scores}. Your threshold: {threshold:.3f}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers who pass</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The network of this model came without strangers to try.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Use my minimum</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>threshold</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>your minimum</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>ThresholdsCard</name>
    <message>
        <source>Detection threshold</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Score of this frame</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Scores</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Templates that match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The score from which one template counts as a match.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The share of templates that must match.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Verification threshold</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} of you</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{n} strangers</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Press Delete to remove this picture.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TimingBar</name>
    <message>
        <source>Aligning the face and turning it into numbers.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Comparing the numbers with yours.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Detect</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Embed</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Finding the face and its landmarks.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>From the arrival of the picture to its verdict.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>From the arrival of the picture to the start of work on it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Guard</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Milliseconds by stage</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Telling a live face from a picture of one.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{ms} ms</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>A model learns from the pictures of one person. Create a profile and enrol first.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>As the recipe says</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>C&amp;ontinue</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody to train yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Trai&amp;n</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>With</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{name} is being trained.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TrainingNeeds</name>
    <message>
        <source>&amp;Fetch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Archives (*.tgz *.tar.gz *.tar *.zip);;All files (*)</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Archive…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Computed on</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Downloading</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Face network</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Fe&amp;tch</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Finding out…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Folder…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>From a file…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It comes with the program, which is not complete. Get the program anew, or choose Accurate.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>LFW as a folder of people</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>LFW as an archive</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Labeled Faces in the Wild: 13,233 pictures of 5,749 people, about 100 MB.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not known before training</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing is fetched unless you ask for it.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures of strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Reading</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The network as a file, or an archive that holds it</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>They come with the program, which is not complete. Get the program anew.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>What it needs</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{title}, {size} MB, {licence}.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Choose how to train on the left. The result is judged on people and pictures it has not seen.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No model yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Training was stopped. The previous model, if any, is still in place.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Try it</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>TrainingState</name>
    <message>
        <source>{a} anchors and {p} positives to learn from.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{a} anchors and {p} positives: at least {least} of each are needed. Enrol first.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>{a} anchors and {p} positives; {target} of each are better.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Open</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Waiting…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message>
        <source>Checking…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Look into the camera for a moment.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No face</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>No match</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This face does not match the pictures of {name}.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>This face matches the pictures of {name}.</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>&amp;Use it anyway</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile and enrol; then this page tells whether it is you.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Create a profile…</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nobody to verify yet</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Not trained yet: the network's own head judges, with thresholds counted for you.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>One verdict takes</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Train…</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>&amp;Look around first</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>&amp;Start</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>It is not the log-in of your computer. A photograph of you can pass: trust it with nothing.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Its error rates are counted, never guessed: on your pictures and on thousands of strangers'.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Only you see this picture. Nothing is saved yet.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Pictures and numbers of your face stay in a folder that only you can read.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Take a few pictures of yourself, and this computer tells whether it is you.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Tells you from strangers</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Type your name first, or any other word to know these pictures by.</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Unlocks nothing</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Welcome</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Your name</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>Close what lies above the page</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Everywhere</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Go to a page</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Go to the next control</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>Show these shortcuts</source>
        <translation type="unfinished" />
    </message>
    <message>
        <source>The same while you type</source>
        <translation type="unfinished" />
    </message>
</context>
<context>
    <name>domain</name>
    <message>
        <source>1 in 1,000</source>
        <translation>1 из 1000</translation>
    </message>
    <message>
        <source>1 in 10,000</source>
        <translation>1 из 10 000</translation>
    </message>
    <message>
        <source>1 in 100</source>
        <translation>1 из 100</translation>
    </message>
    <message>
        <source>A profile named {name!r} exists already; choose another name or delete that one first.</source>
        <translation>Профиль «{name}» уже есть; выберите другое имя или сначала удалите тот.</translation>
    </message>
    <message>
        <source>A second face in view</source>
        <translation>Второе лицо в кадре</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Дополнительно</translation>
    </message>
    <message>
        <source>An unexpected error stopped the command; run it again with --verbose and report what it shows.</source>
        <translation>Непредвиденная ошибка остановила команду; запустите её снова с --verbose и сообщите, что она покажет.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Change at once instead of gliding and flashing.</source>
        <translation>Меняться сразу, без плавных движений и вспышек.</translation>
    </message>
    <message>
        <source>Closing the window leaves an icon in the tray.</source>
        <translation>После закрытия окна остаётся значок в трее.</translation>
    </message>
    <message>
        <source>Come closer to the camera.</source>
        <translation>Придвиньтесь ближе к камере.</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Frames considered</source>
        <translation>Учитываемые кадры</translation>
    </message>
    <message>
        <source>Frames older than this do not count.</source>
        <translation>Более старые кадры не учитываются.</translation>
    </message>
    <message>
        <source>Frames that must agree</source>
        <translation>Сколько кадров должны совпасть</translation>
    </message>
    <message>
        <source>Hold still, and wipe the lens if that does not help.</source>
        <translation>Не двигайтесь, а если не поможет, протрите объектив.</translation>
    </message>
    <message>
        <source>Hold your head level with the camera.</source>
        <translation>Держите голову на уровне камеры.</translation>
    </message>
    <message>
        <source>Hold your head upright.</source>
        <translation>Держите голову прямо.</translation>
    </message>
    <message>
        <source>How many of the newest frames count.</source>
        <translation>Сколько последних кадров учитывается.</translation>
    </message>
    <message>
        <source>How many strangers may pass as you, for thresholds nobody has moved yet.</source>
        <translation>Сколько чужих может сойти за вас, пока пороги никто не менял.</translation>
    </message>
    <message>
        <source>Icon in the tray</source>
        <translation>Значок в трее</translation>
    </message>
    <message>
        <source>It takes longer than usual; close other programs that use it, or choose another camera.</source>
        <translation>Это длится дольше обычного; закройте другие программы, которые её используют, или выберите другую камеру.</translation>
    </message>
    <message>
        <source>JAX found no GPU.</source>
        <translation>JAX не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>Judge the nearest</source>
        <translation>Судить по ближнему</translation>
    </message>
    <message>
        <source>Keep the numbers, not the pictures, of the last 200 attempts, to try other thresholds on them.</source>
        <translation>Хранить числа, но не снимки, последних 200 попыток, чтобы примерять к ним другие пороги.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Light, dark, or as the system is.</source>
        <translation>Светлая, тёмная или как в системе.</translation>
    </message>
    <message>
        <source>Line {line} of {path!r} is wrong: {why}; get the official pairs.txt of LFW's View 2.</source>
        <translation>Строка {line} файла «{path}» неверна: {why}; возьмите официальный pairs.txt для LFW View 2.</translation>
    </message>
    <message>
        <source>Look at the camera.</source>
        <translation>Посмотрите в камеру.</translation>
    </message>
    <message>
        <source>Look straight at the camera.</source>
        <translation>Смотрите прямо в камеру.</translation>
    </message>
    <message>
        <source>Make sure that only you are near the camera.</source>
        <translation>Пусть у камеры будете только вы.</translation>
    </message>
    <message>
        <source>Mirror the picture</source>
        <translation>Отражать картинку</translation>
    </message>
    <message>
        <source>Move out of the strong light.</source>
        <translation>Отойдите от яркого света.</translation>
    </message>
    <message>
        <source>Move to the middle of the picture.</source>
        <translation>Сядьте посередине кадра.</translation>
    </message>
    <message>
        <source>No face is in the picture, one is needed.</source>
        <translation>В кадре нет лица, а нужно одно.</translation>
    </message>
    <message>
        <source>No picture came from the camera within {seconds:g} s; check the camera, then press again.</source>
        <translation>За {seconds:g} с от камеры не пришло ни кадра; проверьте камеру и нажмите ещё раз.</translation>
    </message>
    <message>
        <source>No picture has come from the camera for {seconds:.1f} s; check its cable or choose another.</source>
        <translation>От камеры нет кадров уже {seconds:.1f} с; проверьте кабель или выберите другую.</translation>
    </message>
    <message>
        <source>No report can be written to {path!r}: {why}; name a file in an existing folder that ends in .html, .json or .txt.</source>
        <translation>Отчёт нельзя записать в «{path}»: {why}; укажите файл .html, .json или .txt в существующей папке.</translation>
    </message>
    <message>
        <source>Nothing can be exported to {path!r}: {why}; choose a new or an empty folder.</source>
        <translation>В «{path}» ничего нельзя выгрузить: {why}; выберите новую или пустую папку.</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Человек</translation>
    </message>
    <message>
        <source>PyTorch found no GPU.</source>
        <translation>PyTorch не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Меньше движения</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Отказ</translation>
    </message>
    <message>
        <source>Refuse to judge while somebody else is close, or judge the nearest face.</source>
        <translation>Отказывать, пока рядом кто-то ещё, или судить по ближнему лицу.</translation>
    </message>
    <message>
        <source>Remember attempts</source>
        <translation>Помнить попытки</translation>
    </message>
    <message>
        <source>Seconds considered</source>
        <translation>Учитываемые секунды</translation>
    </message>
    <message>
        <source>Show the live picture as a mirror does. What is saved is never mirrored.</source>
        <translation>Показывать картинку как в зеркале. Сохраняется она всегда неотражённой.</translation>
    </message>
    <message>
        <source>So many of the newest frames must say the same.</source>
        <translation>Столько последних кадров должны говорить одно и то же.</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>Строгость</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Система</translation>
    </message>
    <message>
        <source>TensorFlow found no GPU.</source>
        <translation>TensorFlow не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>TensorFlow found no GPU; with an NVIDIA GPU install the extra 'gpu' (JAX).</source>
        <translation>TensorFlow не нашёл видеокарту; для видеокарты NVIDIA установите дополнение gpu (JAX).</translation>
    </message>
    <message>
        <source>TensorFlow has no GPU on native Windows; with an NVIDIA GPU install the extra 'gpu' (PyTorch).</source>
        <translation>В самой Windows TensorFlow не умеет работать с видеокартой; для видеокарты NVIDIA установите дополнение gpu (PyTorch).</translation>
    </message>
    <message>
        <source>The archive {path!r} was refused: {why}; get it from its official source.</source>
        <translation>Архив «{path}» отвергнут: {why}; возьмите его из официального источника.</translation>
    </message>
    <message>
        <source>The camera {name!r} delivers black pictures (brightness {brightness:.1f}, needed {limit:.1f}); open its shutter or take off the cover.</source>
        <translation>Камера «{name}» даёт чёрную картинку (яркость {brightness:.1f}, нужно {limit:.1f}); откройте шторку или снимите крышку.</translation>
    </message>
    <message>
        <source>The camera {name!r} delivers pictures in a format that cannot be read ({found}, needed: 8 bits a channel in grey or colour); choose another format in the camera's own program, or another camera.</source>
        <translation>Камера «{name}» даёт кадры в формате, который нельзя прочесть ({found}, нужно 8 бит на канал, серые или цветные); выберите другой формат в программе камеры или другую камеру.</translation>
    </message>
    <message>
        <source>The camera {name!r} has shown the very same picture for {seconds:.1f} s; start it again or choose another.</source>
        <translation>Камера «{name}» показывает один и тот же кадр уже {seconds:.1f} с; запустите её снова или выберите другую.</translation>
    </message>
    <message>
        <source>The camera {name!r} is there but does not open; close the other program that uses it.</source>
        <translation>Камера «{name}» есть, но не открывается; закройте другую программу, которая её использует.</translation>
    </message>
    <message>
        <source>The camera {name!r} stopped delivering pictures; plug it in again.</source>
        <translation>Камера «{name}» перестала давать кадры; подключите её снова.</translation>
    </message>
    <message>
        <source>The camera {spec!r} was not found (found: {there}); connect it or choose another.</source>
        <translation>Камера «{spec}» не найдена (найдены: {there}); подключите её или выберите другую.</translation>
    </message>
    <message>
        <source>The data folder {folder!r} is not there; connect the disk it lies on, or name another with --data-dir.</source>
        <translation>Папки данных «{folder}» нет на месте; подключите диск, на котором она лежит, или укажите другую через --data-dir.</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>Язык окна.</translation>
    </message>
    <message>
        <source>The model of {name!r} is unfit for verification: {why}; train it with recipe 'head', or use --force to try it anyway.</source>
        <translation>Модель профиля «{name}» не годится для проверки: {why}; обучите её по рецепту head или попробуйте всё равно через --force.</translation>
    </message>
    <message>
        <source>The model was made for preprocessing version {found}, this program has {expected}; train it again.</source>
        <translation>Модель сделана для версии предобработки {found}, а в программе {expected}; обучите её заново.</translation>
    </message>
    <message>
        <source>The name {name!r} cannot be used: {why}; choose 1 to 64 letters, digits, spaces, '-', '_' or '.'.</source>
        <translation>Имя «{name}» не подходит: {why}; выберите от 1 до 64 букв, цифр, пробелов и знаков «-», «_», «.».</translation>
    </message>
    <message>
        <source>The network that turns a face into numbers.</source>
        <translation>Сеть, которая превращает лицо в числа.</translation>
    </message>
    <message>
        <source>The picture {path!r} cannot be used: {why}; replace it or leave it out.</source>
        <translation>Снимок «{path}» не подходит: {why}; замените его или обойдитесь без него.</translation>
    </message>
    <message>
        <source>The profile {name!r} was deleted or renamed meanwhile; nothing was saved, open it anew.</source>
        <translation>Профиль «{name}» тем временем удалён или переименован; ничего не сохранено, откройте его заново.</translation>
    </message>
    <message>
        <source>The setting {label!r} cannot be {value!r}: {why}.</source>
        <translation>Настройка «{label}» не может быть {value!r}: {why}.</translation>
    </message>
    <message>
        <source>The settings could not be read, so all are as at first; the file is kept as {kept!r}.</source>
        <translation>Настройки не удалось прочесть, все они теперь как вначале; файл сохранён как «{kept}».</translation>
    </message>
    <message>
        <source>The training did not finish: {why}; the previous model is still in place.</source>
        <translation>Обучение не закончено: {why}; прежняя модель на месте.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>There are {count} {role} captures, {needed} are needed; enrol again and take {missing} more.</source>
        <translation>Снимков «{role}» есть {count}, нужно {needed}; продолжите запись и сделайте ещё {missing}.</translation>
    </message>
    <message>
        <source>There is no profile named {name!r} (enrolled: {there}); enrol it first or check the spelling.</source>
        <translation>Профиля «{name}» нет (записаны: {there}); сначала запишите его или проверьте написание.</translation>
    </message>
    <message>
        <source>There is no space left to save {path!r}; free some and try again, everything saved before is safe.</source>
        <translation>Не хватает места, чтобы сохранить «{path}»; освободите его и попробуйте снова, всё сохранённое раньше цело.</translation>
    </message>
    <message>
        <source>This very picture is a capture already.</source>
        <translation>Этот самый снимок уже есть.</translation>
    </message>
    <message>
        <source>Turn on a light in front of you.</source>
        <translation>Включите свет перед собой.</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Wait for a new picture of the camera.</source>
        <translation>Дождитесь нового кадра камеры.</translation>
    </message>
    <message>
        <source>Which camera the window opens when it starts.</source>
        <translation>Какую камеру окно открывает при запуске.</translation>
    </message>
    <message>
        <source>Whom the window was about when it was closed.</source>
        <translation>О ком было окно, когда его закрыли.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Окно</translation>
    </message>
    <message>
        <source>Your data cannot be moved to {target!r}: {why}; choose another folder, everything is where it was.</source>
        <translation>Данные нельзя перенести в «{target}»: {why}; выберите другую папку, всё осталось на месте.</translation>
    </message>
    <message>
        <source>Your face has {value} percent brightness, the limit is {limit}.</source>
        <translation>Яркость лица {value} процентов, предел {limit}.</translation>
    </message>
    <message>
        <source>Your face has {value} percent brightness, {limit} are needed.</source>
        <translation>Яркость лица {value} процентов, нужно {limit}.</translation>
    </message>
    <message>
        <source>Your face has {value} percent sharpness, {limit} are needed.</source>
        <translation>Резкость лица {value} процентов, нужно {limit}.</translation>
    </message>
    <message>
        <source>Your face is {value} pixels tall, {limit} are needed.</source>
        <translation>Высота лица {value} пикселей, нужно {limit}.</translation>
    </message>
    <message>
        <source>Your head is tilted {value} degrees to the left, the limit is {limit}.</source>
        <translation>Голова наклонена влево на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tilted {value} degrees to the right, the limit is {limit}.</source>
        <translation>Голова наклонена вправо на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tipped {value} degrees down, the limit is {limit}.</source>
        <translation>Голова опущена на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tipped {value} degrees up, the limit is {limit}.</source>
        <translation>Голова поднята на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is turned {value} degrees to the left, the limit is {limit}.</source>
        <translation>Голова повёрнута влево на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is turned {value} degrees to the right, the limit is {limit}.</source>
        <translation>Голова повёрнута вправо на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>everything lies there already</source>
        <translation>всё уже лежит там</translation>
    </message>
    <message>
        <source>it is not empty</source>
        <translation>она не пуста</translation>
    </message>
    <message>
        <source>it must be a number</source>
        <translation>нужно число</translation>
    </message>
    <message>
        <source>it must be a text that is not empty</source>
        <translation>нужен непустой текст</translation>
    </message>
    <message>
        <source>it must be a whole number</source>
        <translation>нужно целое число</translation>
    </message>
    <message>
        <source>it must be from {low:g} to {high:g}</source>
        <translation>нужно от {low:g} до {high:g}</translation>
    </message>
    <message>
        <source>it must be one of: {choices}</source>
        <translation>нужно одно из: {choices}</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>нужно true или false</translation>
    </message>
    <message>
        <source>it must not be over {count}, the frames considered</source>
        <translation>не больше {count}, числа учитываемых кадров</translation>
    </message>
    <message>
        <source>nothing can be written there</source>
        <translation>туда нельзя писать</translation>
    </message>
    <message>
        <source>one folder would lie inside the other</source>
        <translation>одна папка оказалась бы внутри другой</translation>
    </message>
    <message>
        <source>something was written to the old folder meanwhile</source>
        <translation>тем временем в старую папку что-то записали</translation>
    </message>
    <message>
        <source>the copy differs from what was written</source>
        <translation>копия отличается от записанного</translation>
    </message>
    <message>
        <source>{faces} faces are in view and the second is {value} percent as tall as yours, the limit is {limit}.</source>
        <translation>В кадре лиц: {faces}; второе составляет {value} процентов высоты вашего, предел {limit}.</translation>
    </message>
    <message>
        <source>{free:.1f} GB are free and {needed:.1f} GB needed</source>
        <translation>свободно {free:.1f} ГБ, а нужно {needed:.1f} ГБ</translation>
    </message>
    <message>
        <source>{key!r} is not stored; it was deleted or never saved.</source>
        <translation>«{key}» не сохранено; это удалили или никогда не сохраняли.</translation>
    </message>
    <message>
        <source>{path!r} cannot be played from {start:g} s to {until}: {why}; choose another --start or --end.</source>
        <translation>«{path}» нельзя проиграть с {start:g} с до {until}: {why}; выберите другие --start или --end.</translation>
    </message>
    <message>
        <source>{path!r} cannot be used as a camera: {why}; give a video file or a folder of pictures.</source>
        <translation>«{path}» не может служить камерой: {why}; укажите видеофайл или папку с картинками.</translation>
    </message>
    <message>
        <source>{path!r} cannot be used: {why}; check its permissions or choose another --data-dir.</source>
        <translation>«{path}» нельзя использовать: {why}; проверьте права или выберите другую папку через --data-dir.</translation>
    </message>
    <message>
        <source>{rate:.0f} pictures a second; more light makes most cameras faster.</source>
        <translation>Кадров в секунду: {rate:.0f}; при лучшем свете большинство камер быстрее.</translation>
    </message>
    <message>
        <source>{value} percent of your face are outside the picture, the limit is {limit}.</source>
        <translation>За краем кадра {value} процентов лица, предел {limit}.</translation>
    </message>
    <message>
        <source>{value} percent of your face are pure white, the limit is {limit}.</source>
        <translation>Засвечено {value} процентов лица, предел {limit}.</translation>
    </message>
    <message>
        <source>{what} could not be downloaded: {why}; check the network, or give a file you have with --from.</source>
        <translation>Не удалось загрузить {what}: {why}; проверьте сеть или укажите имеющийся файл через --from.</translation>
    </message>
    <message>
        <source>{what} is damaged: {why}; {action}.</source>
        <translation>Повреждено: {what}: {why}; {action}.</translation>
    </message>
    <message>
        <source>{what} is in use by another instance of this program; close that one first.</source>
        <translation>{what}: уже используется другим запущенным экземпляром программы; сначала закройте его.</translation>
    </message>
    <message>
        <source>{what} is not there; {action}.</source>
        <translation>{what}: не найдено; {action}.</translation>
    </message>
    <message>
        <source>{what} was cancelled; nothing that was saved before is lost.</source>
        <translation>{what}: отменено; ничего из сохранённого не потеряно.</translation>
    </message>
    <message>
        <source>{what} was written by a newer version of this program (format {found}, this one reads up to {known}); update the program.</source>
        <translation>{what}: записано более новой версией программы (формат {found}, эта читает до {known}); обновите программу.</translation>
    </message>
    <message>
        <source>Русский</source>
        <translation>Русский</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Something unexpected went wrong ({kind}); nothing saved is lost, and the log has the details.</source>
        <translation>Случилось непредвиденное ({kind}); сохранённое цело, подробности в журнале.</translation>
    </message>
    <message>
        <source>This model is unfit and used only because you asked for it: {why}.</source>
        <translation>Эта модель не годится и используется только по вашей просьбе: {why}.</translation>
    </message>
    <message>
        <source>This model is unfit for verification: {why}. Train a better one.</source>
        <translation>Эта модель не годится для проверки: {why}. Обучите новую.</translation>
    </message>
</context>
</TS>