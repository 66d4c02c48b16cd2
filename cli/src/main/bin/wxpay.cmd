@echo off
rem Starts the command wxpay with the jar beside it. WXPAY_JAVA or JAVA_HOME choose the Java.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined WXPAY_JAVA set "java=%WXPAY_JAVA%"
"%java%" -XX:+UseSerialGC -jar "%~dp0..\lib\wxpay.jar" %*
