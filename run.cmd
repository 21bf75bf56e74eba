@echo off
rem Sets up .venv where that is needed, then starts faceid_app with the given arguments; "run tests ARGS" runs the tests.
setlocal
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "VENV=%ROOT%\.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "PYTHONHOME="
set "PYTHONPATH="

if /i "%~1"=="tests" goto tests

call :installed requirements.lock || call :set_up || exit /b 1
call :environment
"%PYTHON%" -m faceid_app %*
exit /b %ERRORLEVEL%

:tests
call :installed requirements.lock && call :installed requirements-dev.lock || call :set_up --development || exit /b 1
call :environment
set "QT_QPA_PLATFORM=offscreen"
set "ARGUMENTS="
:next
shift
if not "%~1"=="" set "ARGUMENTS=%ARGUMENTS% %1" & goto next
pushd "%ROOT%"
"%PYTHON%" -m pytest%ARGUMENTS%
set "CODE=%ERRORLEVEL%"
popd
exit /b %CODE%

rem The folder of the user stays the current one, but nothing is imported from it.
:environment
set "PYTHONPATH=%ROOT%"
set "PYTHONSAFEPATH=1"
exit /b 0

rem Whether .venv was finished from the lock file given.
:installed
if not exist "%PYTHON%" exit /b 1
if not exist "%VENV%\libraries-checked" exit /b 1
fc /b "%ROOT%\packaging\%~1" "%VENV%\%~1" >nul 2>&1
exit /b %ERRORLEVEL%

:set_up
for %%P in ("py -3.13" "py -3.12" "py -3.11" "python" "python3") do (
    %%~P -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>&1 && (
        %%~P "%ROOT%\packaging\set_up.py" %*
        goto :set_up_done
    )
)
echo faceid: Python 3.11, 3.12 or 3.13 is needed and none was found; install it from the Microsoft Store or python.org. 1>&2
exit /b 1
:set_up_done
exit /b %ERRORLEVEL%
